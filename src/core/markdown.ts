/** Everything that Markdown or HTML would take for more than a character. */
const SPECIAL = /[\\`*_{}[\]()<>#+\-.!|~&$:@=^"']/g;

/**
 * Text from outside inside a line of Markdown: shown as it is, never as markup, a link or a cell's end. Line breaks and
 * control characters become spaces.
 * Source: CommonMark 0.31, section 2.4 (any ASCII punctuation may be escaped).
 */
export function markdownText(text: string): string {
  return oneLine(text).replace(SPECIAL, '\\$&');
}

/** A string as a double-quoted YAML scalar: JSON's, which is one, with everything but plain letters of one line escaped. */
export function yamlText(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function oneLine(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
}
