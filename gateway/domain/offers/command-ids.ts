import { asId, type CommandId } from '../ids.ts';

/** Names the command of a decision to its n-th display, from 0. The first bears the decision's own name. */
export const displayCommand = (decision: CommandId, n: number): CommandId => (n === 0 ? decision : asId(`${decision}.${n + 1}`));

/** Names what a cause (a decision, a run of a rule) asks of its n-th actuator, from 0. */
export const driveCommand = (cause: string, n: number): CommandId => asId(`${cause}.a${n + 1}`);

/** Names the n-th try of a command, from 1; the first bears its own name. */
export const tryOf = (command: CommandId, n: number): CommandId => (n === 1 ? command : asId(`${command}~${n}`));

/** The command that this is a try of. */
export const firstTry = (command: CommandId): CommandId => asId(command.replace(/~\d+$/, ''));
