/**
 * Every reason that the shop's statements can carry, by its stable code. The union is closed so that nothing is ever stated
 * that cannot be said in words: a new code needs its sentence in gateway/explain/words-*.ts, in each language, or it does
 * not compile.
 */
export type EvidenceCode =
  // tags: left its place, or did not
  | 'silent-at-home'
  | 'silent-everywhere'
  | 'unlike-its-place'
  | 'heard-elsewhere'
  | 'steady-signal'
  | 'stronger-zone'
  | 'settled-elsewhere'
  | 'old-place-again'
  | 'weight-step'
  | 'nobody-inside'
  | 'reads-in-window'
  | 'on-receipt'
  // tags: the gate
  | 'gate-direction'
  | 'gate-reads'
  | 'door-counter'
  | 'on-its-way'
  | 'was-at-rest'
  | 'seen-inside-since'
  | 'gate-usual'
  | 'never-inside'
  | 'silent-since'
  | 'paid-before'
  | 'staff-along'
  | 'rests-at-gate'
  // custody
  | 'card-same-zone'
  | 'card-elsewhere'
  | 'goods-same-zone'
  | 'goods-elsewhere'
  | 'only-just-came'
  | 'ended-before'
  | 'alone-in-zone'
  | 'among-visits'
  | 'left-together'
  | 'left-with-another'
  | 'other-card-paid'
  | 'receipt-and-card'
  | 'picked-again'
  | 'put-back'
  | 'put-elsewhere'
  | 'visit-closed'
  // shelves
  | 'weight-unexplained'
  // security
  | 'no-receipt'
  | 'waits-inside'
  | 'picked-together'
  | 'filled-together'
  | 'two-places-at-once'
  | 'new-strangers'
  // footfall
  | 'cards-without-counts'
  // health and offers
  | 'no-message'
  | 'speaks-without-reads'
  | 'reads-below-usual'
  | 'neighbours-heard'
  | 'reference-unheard'
  | 'clock-differs'
  | 'battery'
  | 'no-proof-of-play'
  // actuators
  | 'no-proof-of-state';
