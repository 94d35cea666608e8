import { describe, expect, it } from 'vitest';
import { NOT_OFFLINE, reduceOffline } from './state';

describe('reduceOffline', () => {
  it('changes what an event is about', () => {
    const saved = reduceOffline(NOT_OFFLINE, { type: 'offline.saved', saved: 'saved' });
    expect(saved).toEqual({ saved: 'saved', isUpdateReady: false, isReloadUseful: false });
    expect(reduceOffline(saved, { type: 'offline.update-ready' })).toEqual({ ...saved, isUpdateReady: true });
    expect(reduceOffline(saved, { type: 'offline.reload-useful' })).toEqual({ ...saved, isReloadUseful: true });
  });
});
