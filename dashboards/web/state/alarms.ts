/** Alerts that the gateway counts as false alarms when an operator says so (`rule` of `GET /api/v1/insight/accuracy`). */
const CAN_BE_FALSE: ReadonlySet<string> = new Set(['unsold-exit', 'bulk', 'clone', 'flood']);

export const canBeFalse = (type: string): boolean => CAN_BE_FALSE.has(type);
