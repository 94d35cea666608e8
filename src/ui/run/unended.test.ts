import { describe, expect, it } from 'vitest';
import { UNENDED } from '../../../tests/numeric/appEvents';
import { whatIsAsked, whyNotGoOn } from './unended';

const IDENTITY = { ...UNENDED.identity, origins: { ...UNENDED.identity.origins, data: null } };

describe('a run that did not end, on sounds of an earlier visit', () => {
  it('has to be given them again where nothing opens them, and asks for leave where something does', () => {
    expect(whyNotGoOn({ identity: IDENTITY }, null, null)).toMatch(/^Drop .* again/);
    expect(whyNotGoOn({ identity: IDENTITY }, null, null, ['dogs'])).not.toMatch(/Drop/);
    expect(whatIsAsked(null, ['dogs', 'cats.zip'])).toContain('“dogs”, “cats.zip”');
    expect(whatIsAsked(null, [])).toBeNull();
  });
});
