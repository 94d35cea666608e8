import { describe, expect, it } from 'vitest';
import { TINY } from '../../../tests/numeric/tinyBackbone';
import { backboneFacts } from './backboneFacts';

const factsOf = (...given: Parameters<typeof backboneFacts>) =>
  new Map(backboneFacts(...given).map(({ name, value }) => [name, value]));

describe('backboneFacts', () => {
  it('says in words what an AST is', () => {
    const facts = factsOf('hf-ast', { ...TINY, patch: [16, 16], pretrainedOn: 'audio' });
    expect(facts.get('Kind')).toBe('AST, Hugging Face naming');
    expect(facts.get('Trained on')).toBe('audio');
    expect(facts.get('Patch')).toBe('16 mel bins × 16 frames');
    expect(facts.get('Extra tokens')).toBe('class and distillation token');
    expect(facts.get('Positions')).toBe('learned, 3 × 3');
    expect(facts.get('A clip becomes')).toBe('mean of its two tokens');
    expect(facts.has('LayerNorm')).toBe(false);
  });

  it('says in words what a MAE-AST is', () => {
    const facts = factsOf('mae-ast', {
      ...TINY,
      patch: [128, 2],
      prefixTokens: 0,
      positions: 'sine',
      pooling: 'patch-mean',
      normOrder: 'post',
    });
    expect(facts.get('Patch')).toBe('128 mel bins × 2 frames');
    expect(facts.get('Extra tokens')).toBe('none');
    expect(facts.get('Positions')).toBe('fixed sines');
    expect(facts.get('A clip becomes')).toBe('mean of all patches');
    expect(facts.get('LayerNorm')).toBe('behind each sum');
  });

  it('says which token a plain ViT is read at', () => {
    const facts = factsOf('timm-vit', { ...TINY, prefixTokens: 1 });
    expect([facts.get('Extra tokens'), facts.get('A clip becomes')]).toEqual(['class token', 'its class token']);
  });
});
