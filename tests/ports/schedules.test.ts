import { Schedules } from '@online-cinema/adapters/mikro-orm';
import { SystemClock } from '@online-cinema/adapters/system';
import { minutes, seconds } from '@online-cinema/domain/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('a schedule', () => {
  let runs: string[];
  let failures: unknown[];
  let schedules: Schedules;
  const note = async () => {
    runs.push(new Date().toISOString().slice(11, 19));
  };
  const onEachMinute = (run: () => Promise<unknown>) => {
    schedules = new Schedules([{ name: 'sweep', every: minutes(1), run }], new SystemClock(), (name, error) => {
      failures.push([name, error]);
    });
    schedules.start();
  };
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-01-15T12:00:40Z') });
    runs = [];
    failures = [];
  });
  afterEach(async () => {
    await schedules.stop();
    vi.useRealTimers();
  });

  it('is kept by the clock, at each full minute', async () => {
    onEachMinute(note);

    await vi.advanceTimersByTimeAsync(minutes(3));

    expect(runs).toEqual(['12:01:00', '12:02:00', '12:03:00']);
  });

  it('goes on after a failure, which is told', async () => {
    const failure = new Error('No.');
    onEachMinute(async () => {
      await note();
      throw failure;
    });

    await vi.advanceTimersByTimeAsync(minutes(2));

    expect(runs).toHaveLength(2);
    expect(failures).toEqual([
      ['sweep', failure],
      ['sweep', failure],
    ]);
  });

  it('is not begun again while it is under way', async () => {
    onEachMinute(async () => {
      await note();
      await new Promise((resolve) => setTimeout(resolve, minutes(1) + seconds(30)));
    });

    await vi.advanceTimersByTimeAsync(minutes(4));

    expect(runs).toEqual(['12:01:00', '12:03:00']);
  });

  it('ends what is under way before it stops, and begins nothing more', async () => {
    const end = Promise.withResolvers<void>();
    onEachMinute(async () => {
      await note();
      await end.promise;
    });
    await vi.advanceTimersByTimeAsync(minutes(1));
    let hasStopped = false;

    const stopped = schedules.stop().then(() => {
      hasStopped = true;
    });
    await vi.advanceTimersByTimeAsync(minutes(5));
    expect(hasStopped).toBe(false);
    end.resolve();
    await stopped;

    expect(runs).toHaveLength(1);
  });
});
