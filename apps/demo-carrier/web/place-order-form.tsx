import { CHANNELS, REGISTRATION_KINDS } from '@bonin/core';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LANGUAGES, type Language, type OrderView } from '../src/order.ts';
import { placeOrder } from './carrier-api.ts';
import { codeOfFault } from './fault.tsx';
import { usePage } from './page-context.ts';

const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ko: '한국어', en: 'English' };

interface PlaceOrderFormProps {
  readonly onPlaced: (order: OrderView) => void;
  readonly onFault: (code: string) => void;
}

export function PlaceOrderForm({ onPlaced, onFault }: PlaceOrderFormProps) {
  const { language: pageLanguage, say } = usePage();
  const [kind, setKind] = useState<(typeof REGISTRATION_KINDS)[number]>('new-line');
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('online');
  const [chosenLanguage, setLanguage] = useState<Language>();
  const [placing, setPlacing] = useState(false);
  const language = chosenLanguage ?? pageLanguage;
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  function place(event: Event): void {
    event.preventDefault();
    setPlacing(true);
    placeOrder({ kind, channel, language })
      .then(onPlaced)
      .catch((error: unknown) => {
        setPlacing(false);
        onFault(codeOfFault(error));
      });
  }

  return (
    <form class="sheet order-form" onSubmit={place}>
      <h1 tabIndex={-1} ref={heading}>
        {say('order.title')}
      </h1>
      <p>{say('order.lead')}</p>
      <Choice
        name="kind"
        legend={say('order.kind')}
        options={REGISTRATION_KINDS.map((value) => [value, say(`order.kind.${value}`)] as const)}
        chosen={kind}
        onChoose={setKind}
      />
      <Choice
        name="channel"
        legend={say('order.channel')}
        options={CHANNELS.map((value) => [value, say(`order.channel.${value}`)] as const)}
        chosen={channel}
        onChoose={setChannel}
      />
      <Choice
        name="language"
        legend={say('order.language')}
        options={LANGUAGES.map((value) => [value, LANGUAGE_NAMES[value]] as const)}
        chosen={language}
        onChoose={setLanguage}
      />
      <button type="submit" class="button button-main" disabled={placing}>
        {say(placing ? 'order.placing' : 'order.place')}
      </button>
    </form>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({
  name,
  legend,
  options,
  chosen,
  onChoose,
}: ChoiceProps<Value>) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class="options">
        {options.map(([value, words]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
