import { describe, expect, it } from 'vitest';
import { hoistDirectives } from './directives';

describe('hoistDirectives', () => {
  it('puts directives before everything else, each once, and leaves the rest as it is', () => {
    const code = 'var<private> a : i32;\n  enable subgroups;\nfn f() {}\nenable f16;\nenable subgroups;\nfn g() {}\n';
    expect(hoistDirectives(code)).toBe(
      'enable subgroups;\nenable f16;\nvar<private> a : i32;\n\nfn f() {}\n\n\nfn g() {}\n',
    );
  });

  it('takes no other line for one', () => {
    const code = 'let enabled = 1;\n// enable f16;\nfn enable_f16() {}\n';
    expect(hoistDirectives(code)).toBe(code);
  });
});
