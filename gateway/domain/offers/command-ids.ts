import { asId, type CommandId } from '../ids.ts';

/** Names the command of a decision to its n-th display, from 0. The first bears the decision's own name. */
export const displayCommand = (decision: CommandId, n: number): CommandId => (n === 0 ? decision : asId(`${decision}.${n + 1}`));

/** Names what a cause (a decision, a run of a rule) asks of its n-th actuator, from 0. */
export const driveCommand = (cause: string, n: number): CommandId => asId(`${cause}.a${n + 1}`);
