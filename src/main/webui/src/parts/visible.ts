/**
 * Makes characters visible that could lie about what a text says: direction overrides, zero-width and control characters.
 * Joiners stay, since scripts and emoji need them.
 */
export function visible(text: string): string {
  return text.replace(deceitful, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

const deceitful = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
