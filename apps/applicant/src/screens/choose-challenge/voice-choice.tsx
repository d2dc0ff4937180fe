import { usePage } from '../../look/page-context.ts';

/** One large switch for hearing the instructions too; nothing where the browser cannot speak. */
export function VoiceChoice() {
  const { voice, say } = usePage();
  if (voice === undefined) return null;
  return (
    <div class="voice">
      <button
        type="button"
        role="switch"
        aria-checked={voice.isOn}
        onClick={() => voice.toggle(say('voice.speaks'))}
      >
        <span>{say('voice.switch')}</span>
        <strong aria-hidden="true">{say(voice.isOn ? 'voice.on' : 'voice.off')}</strong>
      </button>
      <p role="status">
        {voice.isOn ? say(voice.isMissing ? 'voice.missing' : 'voice.speaks') : ''}
      </p>
    </div>
  );
}
