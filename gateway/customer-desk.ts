import { Temporal } from 'temporal-polyfill';
import type { DomainEvent, EventOf } from './domain/events.ts';
import { asId, type VisitorId } from './domain/ids.ts';
import type { CustomerTold } from './domain/readings.ts';
import type { Shop } from './domain/shop.ts';
import { instant, minorCurrency } from './domain/units.ts';
import { type BookingAnswer, type CustomerSaid, customerSaid, type ToldAnswer } from './http/contract-customer-desk.ts';
import type { CustomerDesk } from './http/ports.ts';
import type { Intake } from './pipeline/frame.ts';
import { bookFrame, forgetFrame, tellFrame } from './pipeline/operator-frames.ts';

/** Longest wait for the shop's answer, ms; what is stored by then is applied all the same. */
const ANSWER_WITHIN_MS = 5_000;

type Row = ToldAnswer['customers'][number];
type Answer = EventOf<'customer.told' | 'customer.booked' | 'customer.refused' | 'customer.forgotten'>;

export interface CustomerDeskOptions {
  readonly intake: Pick<Intake, 'accept'>;
  readonly pseudonym: (cardId: string) => VisitorId;
  readonly shop: Pick<Shop, 'members' | 'staff' | 'loyalty'>;
  /** IANA name: days that are told are days of the shop. */
  readonly timezone: string;
}

/**
 * What is told of customers, on its way through the journal. A card number becomes a pseudonym here and goes no further: not to the
 * journal, not to the log, not into an answer.
 */
export function createCustomerDesk({ intake, pseudonym, shop, timezone }: CustomerDeskOptions) {
  const waiting = new Map<string, (answer: Answer) => void>();
  const tiers = new Set(shop.loyalty.tiers.map(({ id }) => id));

  /** Stored when it resolves; null when the shop had no answer in time. */
  async function ask(key: string, frame: Parameters<Intake['accept']>[0]): Promise<Answer | null> {
    const { promise, resolve } = Promise.withResolvers<Answer | null>();
    waiting.set(key, resolve);
    const timer = setTimeout(() => resolve(null), ANSWER_WITHIN_MS);
    try {
      await intake.accept(frame);
      return await promise;
    } finally {
      clearTimeout(timer);
      waiting.delete(key);
    }
  }

  const refused = (row: number, visitor: string | null, problems: Row['problems']): Row => ({ row, visitor, state: 'refused', problems });

  /** What can be told of a row without storing it; `seen` are the customers of the rows before. */
  function check(raw: unknown, row: number, seen: Set<string>): { readonly row: Row; readonly said: Said | null } {
    const parsed = customerSaid.safeParse(raw);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
      return { row: refused(row, null, problems), said: null };
    }
    const { card, visitor: known = '', ...rest } = parsed.data;
    const visitor = card === undefined ? asId<VisitorId>(known) : pseudonym(card);
    const problems: Row['problems'] = [];
    if (seen.has(visitor)) problems.push({ field: 'card', message: 'stands in this list before' });
    if (shop.staff.cards.has(visitor)) problems.push({ field: 'card', message: 'is a card of the staff, who are never customers' });
    if (rest.tier !== undefined && rest.tier !== '' && !tiers.has(rest.tier))
      problems.push({ field: 'tier', message: `no tier of that name; there are ${[...tiers].join(', ')}` });
    seen.add(visitor);
    if (problems.length > 0) return { row: refused(row, visitor, problems), said: null };
    return { row: { row, visitor, state: 'taken', problems }, said: { visitor, ...rest } };
  }

  async function store({ row, said }: { readonly row: Row; readonly said: Said | null }, user: string): Promise<Row> {
    if (said === null) return row;
    const answer = await ask(said.visitor, tellFrame(toTold(said, timezone), user));
    if (answer === null) return { ...row, state: 'pending' };
    if (answer.type !== 'customer.refused') return row;
    const problem = { field: 'card', message: 'there is no room for one more customer (loyalty.maxCustomers)' };
    return refused(row.row, said.visitor, [problem]);
  }

  const desk: CustomerDesk = {
    async tell(rows, user, dryRun) {
      const seen = new Set<string>();
      const checked = rows.map((raw, row) => check(raw, row, seen));
      const customers = dryRun ? checked.map(({ row }) => row) : await Promise.all(checked.map((one) => store(one, user)));
      const refusals = customers.filter(({ state }) => state === 'refused').length;
      return { taken: customers.length - refusals, refused: refusals, customers };
    },
    pseudonym,
    async book(visitor, { id: booking, points, moneyMinor }, user) {
      const said = { visitor: asId<VisitorId>(visitor), booking, points, money: minorCurrency(moneyMinor) };
      return toBookingAnswer(await ask(`${visitor} ${booking}`, bookFrame(said, user)));
    },
    async forget(visitor, user) {
      const whose = asId<VisitorId>(visitor);
      await ask(visitor, forgetFrame(whose, user));
      return { inMembersFile: shop.members.has(whose) };
    },
  };

  return {
    ...desk,
    /** Hears what was committed. */
    heard(event: DomainEvent): void {
      switch (event.type) {
        case 'customer.told':
        case 'customer.forgotten':
          waiting.get(event.visitor)?.(event);
          break;
        case 'customer.booked':
        case 'customer.refused':
          waiting.get(event.ref === null ? event.visitor : `${event.visitor} ${event.ref}`)?.(event);
          break;
      }
    },
  };
}

type Said = Omit<CustomerSaid, 'card' | 'visitor'> & { readonly visitor: VisitorId };

function toTold(said: Said, timezone: string): Omit<CustomerTold, 'kind' | 'receivedAt' | 'user'> {
  const { visitor, tier = null, consent, since, source = null, costMinor, pointsEarned, pointsSpent, balanceMinor } = said;
  const hasOpening = pointsEarned !== undefined || pointsSpent !== undefined || balanceMinor !== undefined;
  return {
    visitor,
    tier,
    consent: {
      ...(consent.profiling === undefined ? {} : { profiling: consent.profiling }),
      ...(consent.analytics === undefined ? {} : { analytics: consent.analytics }),
      ...(consent.sharing === undefined ? {} : { sharing: consent.sharing }),
    },
    since: since === undefined ? null : instant(Temporal.PlainDate.from(since).toZonedDateTime(timezone).epochMilliseconds),
    source,
    cost: costMinor === undefined ? null : minorCurrency(costMinor),
    opening: hasOpening ? { earned: pointsEarned ?? 0, spent: pointsSpent ?? 0, money: minorCurrency(balanceMinor ?? 0) } : null,
  };
}

function toBookingAnswer(answer: Answer | null): BookingAnswer {
  const none = { points: null, balanceMinor: null };
  if (answer === null) return { state: 'pending', ...none };
  if (answer.type === 'customer.refused') return { state: answer.because === 'repeated' ? 'repeated' : 'not-enough', ...none };
  return answer.type === 'customer.booked'
    ? { state: 'booked', points: answer.points, balanceMinor: answer.balance }
    : { state: 'pending', ...none };
}
