/** A line of an exposition: `name{label="value",…} number` (https://prometheus.io/docs/instrumenting/exposition_formats/). */
const sample = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)+\})? (\S+)$/;

/** The values of an exposition, by their names with labels as they stand in it. @throws Error for a line that is none */
export function samplesIn(exposition: string): ReadonlyMap<string, number> {
  const lines = exposition.split('\n').filter((line) => line !== '' && !/^# (HELP|TYPE) /.test(line));
  return new Map(
    lines.map((line) => {
      const [, name, labels = '', value] = sample.exec(line) ?? [];
      if (name === undefined) throw new Error(`This is no sample: ${line}`);
      return [`${name}${labels}`, Number(value)];
    }),
  );
}
