import { Schedules } from '@online-cinema/adapters/mikro-orm';
import { SystemClock } from '@online-cinema/adapters/system';
import type { Schedule } from '@online-cinema/application/ports';
import { days, hours, minutes, seconds } from '@online-cinema/domain/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

describe('a schedule', () => {
  let doneFor: Map<string, Date>;
  let runs: string[];
  let failures: unknown[];
  let schedules: Schedules;
  const note = async () => {
    runs.push(new Date().toISOString().slice(11, 19));
  };
  const times = {
    last: async () => doneFor,
    note: async (name: string, moment: Date) => {
      doneFor.set(name, moment);
    },
  };
  const on = async (every: Schedule['every'], run: () => Promise<unknown>) => {
    schedules = new Schedules({
      schedules: [{ name: 'sweep', every, run }],
      times,
      clock: new SystemClock(),
      onFailure: (name, error) => {
        failures.push([name, error]);
      },
    });
    await schedules.start();
  };
  const onEachMinute = (run: () => Promise<unknown>) => on('minute', run);
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-01-15T12:00:40Z') });
    doneFor = new Map();
    runs = [];
    failures = [];
  });
  afterEach(async () => {
    await schedules.stop();
    vi.useRealTimers();
  });

  it('is kept by the clock, at each full minute', async () => {
    await onEachMinute(note);

    await vi.advanceTimersByTimeAsync(minutes(3));

    expect(runs).toEqual(['12:01:00', '12:02:00', '12:03:00']);
  });

  it('goes on when the clock is put back', async () => {
    await onEachMinute(note);
    await vi.advanceTimersByTimeAsync(minutes(2));
    runs.splice(0);
    vi.setSystemTime(new Date('2026-01-15T11:02:40Z'));

    await vi.advanceTimersByTimeAsync(minutes(5));

    expect(runs.length).toBeGreaterThanOrEqual(4);
    expect(runs.at(-1)).toBe('11:07:00');
  });

  it('goes on after a failure, which is told', async () => {
    const failure = new Error('No.');
    await onEachMinute(async () => {
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
    await onEachMinute(async () => {
      await note();
      await new Promise((resolve) => setTimeout(resolve, minutes(1) + seconds(30)));
    });

    await vi.advanceTimersByTimeAsync(minutes(4));

    expect(runs).toEqual(['12:01:00', '12:03:00']);
  });

  it('ends what is under way before it stops, and begins nothing more', async () => {
    const end = Promise.withResolvers<void>();
    await onEachMinute(async () => {
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

  describe('that was missed', () => {
    const off = async (milliseconds: number) => {
      await schedules.stop();
      await vi.advanceTimersByTimeAsync(milliseconds);
      runs = [];
    };

    it('is made up for once at the next start, however often it was missed, and comes at its hour from then on', async () => {
      await on('day', note);
      await off(days(3));

      await on('day', note);
      await vi.advanceTimersByTimeAsync(minutes(10));
      expect(runs).toEqual(['12:00:40']);

      await vi.advanceTimersByTimeAsync(days(1));
      expect(runs).toEqual(['12:00:40', '00:00:00']);
      await off(minutes(1));
      await on('day', note);
      await vi.advanceTimersByTimeAsync(minutes(10));
      expect(runs).toEqual([]);
    });

    it('is made up for where the process was killed while it was under way', async () => {
      const end = Promise.withResolvers<void>();
      await on('day', () => end.promise);
      await vi.advanceTimersByTimeAsync(hours(12));
      const killed = schedules;

      await on('day', note);
      await vi.advanceTimersByTimeAsync(minutes(1));
      expect(runs).toEqual(['00:00:40']);
      end.resolve();
      await killed.stop();
    });

    it('is not made up for where nothing was missed: at the first start, and within the same day', async () => {
      await on('day', note);
      await vi.advanceTimersByTimeAsync(minutes(10));
      await off(hours(11));
      await on('day', note);
      await vi.advanceTimersByTimeAsync(minutes(10));
      expect(runs).toEqual([]);
    });

    it('is not made up for if it comes again within the hour anyway', async () => {
      await onEachMinute(note);
      await off(minutes(10) + seconds(10));
      await onEachMinute(note);
      await vi.advanceTimersByTimeAsync(seconds(30));
      expect(runs).toEqual(['12:11:00']);
    });

    it('is done as soon as a machine wakes up that slept at the hour', async () => {
      await on('day', note);
      vi.setSystemTime(new Date('2026-01-16T08:00:00Z'));
      await vi.advanceTimersByTimeAsync(minutes(1) + seconds(1));
      expect(runs).toEqual(['08:01:00']);
    });
  });
});
