/** What XML cannot hold, what is not seen, and what turns the direction of other text around. */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;

/**
 * A text in one line as a picture may show it: white space becomes single spaces, what cannot be
 * printed becomes U+FFFD. Names and comments come from documents that nobody vouches for.
 */
export function printable(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(UNPRINTABLE, "\uFFFD");
}
