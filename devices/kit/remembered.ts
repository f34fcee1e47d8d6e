/** Texts whose answers are remembered; a stranger who invents texts only makes it forget and work them out again. */
const MOST = 65_536;

/**
 * The same answers, without working them out again for a text that comes again and again, such as the EPC of a tag on a shelf. They are
 * the same objects each time, too: who then looks an answer up among others compares no letters.
 */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    let given = known.get(text);
    if (given === undefined) {
      given = answer(text);
      if (known.size >= MOST) known.clear();
      known.set(text, given);
    }
    return given;
  };
}
