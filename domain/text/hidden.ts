/**
 * Characters that a reader does not see, or that make a reader see another text than is stored. A title of them is
 * empty, a name with one looks like a name without; so no text that people hand in may hold them, and one that comes
 * sealed is shown with each of them written out.
 *
 * They are: controls; lone surrogates; all of Default_Ignorable_Code_Point (Unicode Standard Annex #44), with it zero-width
 * characters, fillers, tags and every variation selector; Bidi_Control; non-characters; interlinear annotation marks;
 * and the blank braille pattern. Selectors after an ideograph (U+E0100 and up, as some names are typed) choose a glyph
 * and not a character: the character itself, in whatever plane, is taken without them.
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufff9-\ufffb\u2800]/u;
const BREAKS = /[\t\n\u2028\u2029]/u;
/** Something that shows: neither space nor a mark that only sits on another character. */
const SHOWS = /[^\p{Z}\p{M}\s]/u;

/** What kind of character a hidden one is, in words; the first row that fits. */
const KINDS: readonly (readonly [RegExp, string, string])[] = [
  [/\p{Cs}/u, '不成对的代理字符', 'a lone surrogate'],
  [/\p{Bidi_Control}/u, '双向文本控制字符', 'a bidirectional control'],
  [/[\t\n\u2028\u2029]/u, '换行或者制表符', 'a line break or tab'],
  [/\p{Cc}/u, '控制字符', 'a control character'],
  [/\p{Variation_Selector}/u, '变体选择符', 'a variation selector'],
  [/[\u115f\u1160\u3164\uffa0\u2800]/u, '看似空白的字符', 'a character that looks blank'],
  [/\p{Noncharacter_Code_Point}/u, '非字符', 'a non-character'],
];

/** A character that may not stand in a text, with what it is called. */
export interface HiddenCharacter {
  /** As `U+FE0F`. */
  readonly codePoint: string;
  readonly zh: string;
  readonly en: string;
}

/** The first hidden character of a text of one line, or of several (which may hold line feeds and tabs); null without. */
export function hiddenIn(text: string, lines: 'one' | 'many'): HiddenCharacter | null {
  for (const character of text) {
    const isBreak = BREAKS.test(character);
    const hidden = isBreak ? lines === 'one' : HIDDEN.test(character);
    if (hidden) return named(character);
  }
  return null;
}

/** Whether a text has anything that a reader sees. */
export const shows = (text: string): boolean => SHOWS.test(text);

function named(character: string): HiddenCharacter {
  const [, zh, en] = KINDS.find(([of]) => of.test(character)) ?? [
    null,
    '不可见字符',
    'an invisible character',
  ];
  return { codePoint: codePointOf(character), zh, en };
}

const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A text of one line with each hidden character written out, as `[U+202E]`, and `[U+200B×3]` where it repeats: nothing is left out, and nothing deceives. */
export function withHiddenShown(text: string): string {
  let shown = '';
  let run = { character: '', count: 0 };
  const end = (): void => {
    if (run.count > 0) shown += `[${codePointOf(run.character)}${run.count > 1 ? `×${run.count}` : ''}]`;
    run = { character: '', count: 0 };
  };
  for (const character of text) {
    if (!HIDDEN.test(character) && !BREAKS.test(character)) {
      end();
      shown += character;
    } else if (character === run.character) run.count++;
    else {
      end();
      run = { character, count: 1 };
    }
  }
  end();
  return shown;
}
