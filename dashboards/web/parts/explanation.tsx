import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { ExplanationView } from '../../../gateway/http/contract-explain.ts';
import { percent, secondOf } from '../i18n/format.ts';
import { language, t } from '../i18n/translate.ts';
import type { Answer } from '../state/api.ts';
import { askWhy, type Explained } from '../state/explanations.ts';

type Claim = ExplanationView['claims'][number];
type Told = Answer<ExplanationView> | null;

/** Asks again when the language or `version` changes: what the gateway says of a thing that goes on changes with it. */
function useExplanation({ kind, id }: Explained, version: string): Signal<Told> {
  const told = useSignal<Told>(null);
  const spoken = language.value;
  useEffect(() => {
    let isWanted = true;
    void askWhy({ kind, id }, spoken).then((answer) => {
      if (isWanted) told.value = answer;
    });
    return () => {
      isWanted = false;
    };
  }, [kind, id, spoken, version]);
  return told;
}

const sentences = (claim: Claim, isWanted: (nats: number) => boolean): string[] =>
  claim.reasons.filter(({ nats }) => isWanted(nats)).map(({ text }) => text);

function Reasons({ title, texts, isMuted }: { readonly title: string; readonly texts: readonly string[]; readonly isMuted?: boolean }) {
  if (texts.length === 0) return null;
  return (
    <div class={isMuted ? 'reasons muted' : 'reasons'}>
      <p>{title}</p>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </div>
  );
}

/** What speaks for a claim, the heaviest first, what spoke against it, and what they add up to. */
function Grounds({ claim }: { readonly claim: Claim }) {
  return (
    <>
      <Reasons title={t('why.because')} texts={sentences(claim, (nats) => nats >= 0)} />
      <Reasons title={t('why.although')} texts={sentences(claim, (nats) => nats < 0)} isMuted />
      {claim.weighing && claim.reasons.length > 0 && <p class="muted">{claim.weighing.text}</p>}
    </>
  );
}

function ClaimText({ claim }: { readonly claim: Claim }) {
  const facts = [
    claim.probability === null ? null : t('confidence', { percent: percent(claim.probability) }),
    claim.since === null ? null : t('why.since', { time: secondOf(claim.since) }),
    claim.emittedAt === null ? null : t('why.said', { time: secondOf(claim.emittedAt) }),
  ];
  return (
    <p class="claim-text">
      {claim.text} <span class="muted">{facts.filter((fact) => fact !== null).join(' · ')}</span>
    </p>
  );
}

function Story({ explanation: { chain, isWhole } }: { readonly explanation: ExplanationView }) {
  if (chain.length === 0) return null;
  return (
    <details class="story">
      <summary>{t('why.story', { n: chain.length })}</summary>
      {!isWhole && <p class="muted">{t('why.cut')}</p>}
      <ol>
        {chain.map((step) => (
          <li key={`${step.id} ${step.type}`}>
            <time class="muted">{secondOf(step.at)}</time> {step.text}
          </li>
        ))}
      </ol>
    </details>
  );
}

interface ExplanationProps {
  readonly of: Explained;
  /** Another version of the thing is explained anew. */
  readonly version: string;
  /** False where the thing itself stands just above: its claims are not said twice. */
  readonly hasClaims?: boolean;
}

/** Why the gateway says what it says, in its own words. */
export function Explanation({ of, version, hasClaims = true }: ExplanationProps) {
  const told = useExplanation(of, version).value;
  if (told === null) return <p class="muted">{t('why.loading')}</p>;
  if (!told.ok) return <p class="muted">{t('why.failed', { detail: told.detail })}</p>;
  return (
    <div class="explanation">
      {told.value.claims.map((claim) => (
        <div key={`${claim.code} ${claim.epc}`} class="claim" data-claim={claim.code}>
          {hasClaims && <ClaimText claim={claim} />}
          <Grounds claim={claim} />
        </div>
      ))}
      <Story explanation={told.value} />
    </div>
  );
}

interface WhyProps {
  readonly of: Explained;
  readonly version: string;
  /** Names the thing, for those who hear the page. */
  readonly what: string;
  readonly label: string;
}

/** A button that opens the explanation of the thing it stands by. */
export function Why({ of, version, what, label }: WhyProps) {
  const isOpen = useSignal(false);
  const id = useId();
  return (
    <div class="why">
      <button
        type="button"
        class="button-quiet"
        aria-expanded={isOpen.value}
        aria-controls={id}
        aria-label={`${label} ${what}`}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {label}
      </button>
      <div id={id} aria-live="polite">
        {isOpen.value && <Explanation of={of} version={version} />}
      </div>
    </div>
  );
}
