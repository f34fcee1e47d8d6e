/** True for a visit `v` with an item that was bought, or with a receipt: goods without a tag are bought, too. */
export const HAS_BOUGHT = `(EXISTS (SELECT 1 FROM visit_items b WHERE b.visit = v.visit AND b.outcome = 'bought')
  OR EXISTS (SELECT 1 FROM sales r WHERE r.visit = v.visit))`;
