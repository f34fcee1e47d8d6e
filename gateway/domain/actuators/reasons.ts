/** Why an actuator is asked to leave its safe state. `again`: the try before was not proved. */
export type UseReason = 'offer' | 'rule' | 'operator' | 'again';

/** Why an actuator is put back into its safe state. */
export type SafeReason =
  /** The time that was asked for is over. */
  | 'time-over'
  /** The longest stay that store.yaml allows is over. */
  | 'longest-stay'
  | 'closed'
  | 'interlock'
  | 'interlock-unknown'
  /** It did not prove that it obeyed, in several tries. */
  | 'unproved'
  | 'device-refused'
  | 'came-back'
  | 'gateway-started'
  | 'gateway-stops'
  | 'operator'
  /** The try before was not proved. */
  | 'again';

/** Why an actuator is not asked at all. */
export type BarReason =
  /** Somebody of the same or a higher priority holds it. */
  | 'held'
  | 'closed'
  | 'interlock'
  /** The interlock could not be told: the safe side counts. */
  | 'interlock-unknown'
  | 'too-often'
  | 'offline'
  /** It has been away from its safe state as long as it may, and has not proved that it is back. */
  | 'longest-stay'
  | 'gateway-stops'
  | 'no-actuator';

export type ActuatorReason = UseReason | SafeReason | BarReason;

/** What became of a command. */
export type CommandOutcome =
  | 'done'
  /** The device said no, or cannot do such a thing. */
  | 'refused'
  /** No proof came in time. */
  | 'unproved'
  /** A newer command took its place before it was proved. */
  | 'superseded';

/** Who or what asked. */
export interface Cause {
  readonly by: 'offer' | 'rule' | 'operator';
  /** The offer or rule; '' for an operator, whose name stands beside it. */
  readonly id: string;
  /** The decision of the offer, the run of the rule, the request of the operator. */
  readonly run: string;
}
