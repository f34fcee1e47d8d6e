/** GS1 header of a GSRN-96 and of a GSRN+: the key of a person served, which UHF loyalty cards and many badges carry. */
const CARD_HEADERS: readonly string[] = ['2D', 'F4'];

/** True for tags that are a person's card and no thing; upper-case hex. They are known by pseudonym only (GS1 TDS, GSRN). */
export const isCardTag = (epc: string): boolean => CARD_HEADERS.includes(epc.slice(0, 2));
