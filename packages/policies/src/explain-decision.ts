import type { NextStep, RouteDecision, RouteFacts, RouteGround, RouteStanding } from '@bonin/core';

/** Languages in which a decision is told. */
export type ExplainedIn = 'ko' | 'en';

/**
 * Tells a decision in words: which rule applied, how it stands, why, and what can be done now. For people who ask how they were
 * checked, and for those who answer them.
 *
 * Holds what the facts hold: no name, number, score or face.
 */
export function explainDecision(
  { trials }: Pick<RouteFacts, 'trials'>,
  { rule, standing, route, grounds, next }: RouteDecision,
  language: ExplainedIn,
): readonly string[] {
  const words = WORDS[language];
  return [
    words.rule(rule),
    trials.length === 0
      ? words.noTrials
      : words.trials(trials.map((trial) => words.trial(trial.route, words.outcome[trial.outcome]))),
    words.standing[standing] + (route === undefined ? '' : ` (${route})`),
    ...grounds.map((ground) => words.ground[ground]),
    words.next(next.map((step) => words.step(step))),
  ];
}

interface Words {
  readonly rule: (name: string) => string;
  readonly noTrials: string;
  readonly trials: (all: readonly string[]) => string;
  readonly trial: (route: string, outcome: string) => string;
  readonly outcome: Readonly<Record<RouteFacts['trials'][number]['outcome'], string>>;
  readonly standing: Readonly<Record<RouteStanding, string>>;
  readonly ground: Readonly<Record<RouteGround, string>>;
  readonly next: (all: readonly string[]) => string;
  readonly step: (step: NextStep) => string;
}

const moment = (at: number): string => new Date(at).toISOString();

const WORDS: Readonly<Record<ExplainedIn, Words>> = {
  en: {
    rule: (name) => `The rule that applied is “${name}”.`,
    noTrials: 'No way was tried.',
    trials: (all) => `Tried, in this order: ${all.join('; ')}.`,
    trial: (route, outcome) => `${route} (${outcome})`,
    outcome: {
      verified: 'confirmed',
      rejected: 'not confirmed',
      unusable: 'nothing could be told',
      left: 'left by the applicant',
      unavailable: 'out of order',
    },
    standing: {
      'not-required': 'No check is required.',
      open: 'It is open: nothing has been decided.',
      confirmed: 'The applicant was confirmed',
      excepted: 'The line may be activated by an exception; nobody was confirmed.',
      conditional: 'The line was activated under a condition that still runs.',
      lapsed: 'The condition was not met: the line is to be cancelled.',
      refused: 'The line is not activated.',
    },
    ground: {
      'outside-the-rule': 'The rule does not cover such a case.',
      'route-verified': 'A way that the rule offers led to the end.',
      'exception-granted': 'An exception was granted on a ground that the rule names.',
      'exception-not-allowed':
        'The exception that was granted is not one that the rule allows, so it does not count.',
      'exception-incomplete': 'An exception was asked for and waits for another person to agree.',
      'not-tried-yet': 'No way has been tried yet.',
      'tries-left': 'There are tries left.',
      'routes-closed': 'Every way was tried as often as the rule allows.',
      'evidence-missing':
        'A confirmation was reported that rests on nothing recorded, so it does not count.',
      'verified-off-the-rule':
        'A confirmation was reported by a way that the rule does not offer, so it does not count.',
      'line-limit-reached':
        'As many lines as the rule allows were opened in the time that it names.',
      'lines-not-counted': 'It could not be counted how many lines were opened.',
      'under-condition': 'The deadline is not over.',
      'condition-lapsed': 'The deadline is over and nobody was confirmed.',
    },
    next: (all) => `What can be done now: ${all.join('; ')}.`,
    step: (step) => {
      switch (step.kind) {
        case 'route':
          return `try ${step.route} (${String(step.attemptsLeft)} left)`;
        case 'wait':
          return `wait for ${step.route} until ${moment(step.until)}`;
        case 'conditional-activation':
          return `activate under a condition, to be met by ${moment(step.deadline)}`;
        case 'ask-exception':
          return `ask for an exception (${step.grounds.join(', ')}; ${String(step.persons)} to agree)`;
        case 'activate':
          return 'activate the line';
        case 'cancel-line':
          return 'cancel the line';
        case 'appeal':
          return 'ask a person to look at it';
      }
    },
  },
  ko: {
    rule: (name) => `적용된 규칙은 “${name}”입니다.`,
    noTrials: '시도한 방법이 없습니다.',
    trials: (all) => `시도한 순서: ${all.join(', ')}.`,
    trial: (route, outcome) => `${route}(${outcome})`,
    outcome: {
      verified: '확인됨',
      rejected: '확인되지 않음',
      unusable: '판단할 수 없음',
      left: '신청인이 그만둠',
      unavailable: '장애',
    },
    standing: {
      'not-required': '확인이 필요하지 않습니다.',
      open: '아직 결정되지 않았습니다.',
      confirmed: '본인으로 확인되었습니다',
      excepted: '예외로 개통할 수 있습니다. 본인으로 확인된 것은 아닙니다.',
      conditional: '조건부로 개통되었고 기한이 남아 있습니다.',
      lapsed: '조건이 채워지지 않아 회선을 해지해야 합니다.',
      refused: '개통하지 않습니다.',
    },
    ground: {
      'outside-the-rule': '규칙이 정한 대상이 아닙니다.',
      'route-verified': '규칙이 정한 방법으로 확인을 마쳤습니다.',
      'exception-granted': '규칙에 있는 사유로 예외가 승인되었습니다.',
      'exception-not-allowed': '승인된 예외가 규칙이 허용하는 것이 아니어서 인정되지 않습니다.',
      'exception-incomplete': '예외가 요청되었고 다른 사람의 동의를 기다립니다.',
      'not-tried-yet': '아직 시도한 방법이 없습니다.',
      'tries-left': '남은 횟수가 있습니다.',
      'routes-closed': '모든 방법을 규칙이 정한 횟수만큼 시도했습니다.',
      'evidence-missing': '기록된 근거가 없는 확인이어서 인정되지 않습니다.',
      'verified-off-the-rule': '규칙에 없는 방법으로 한 확인이어서 인정되지 않습니다.',
      'line-limit-reached': '정해진 기간에 개통할 수 있는 회선 수에 이르렀습니다.',
      'lines-not-counted': '개통한 회선 수를 셀 수 없었습니다.',
      'under-condition': '기한이 아직 지나지 않았습니다.',
      'condition-lapsed': '기한이 지났고 본인으로 확인되지 않았습니다.',
    },
    next: (all) => `지금 할 수 있는 것: ${all.join(', ')}.`,
    step: (step) => {
      switch (step.kind) {
        case 'route':
          return `${step.route} 시도(${String(step.attemptsLeft)}회 남음)`;
        case 'wait':
          return `${step.route}은(는) ${moment(step.until)}까지 기다리기`;
        case 'conditional-activation':
          return `${moment(step.deadline)}까지 확인하는 조건으로 개통`;
        case 'ask-exception':
          return `예외 요청(${step.grounds.join(', ')}; ${String(step.persons)}명 동의)`;
        case 'activate':
          return '개통';
        case 'cancel-line':
          return '회선 해지';
        case 'appeal':
          return '사람에게 다시 살펴봐 달라고 요청';
      }
    },
  },
};
