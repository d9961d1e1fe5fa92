/** The second source of holidays has no types of its own. */
declare module 'japanese-holidays' {
  /** Name of the holiday on this day of the local calendar; undefined: none. `furikae`: substitute holidays count. */
  export function isHolidayAt(date: Date, furikae?: boolean): string | undefined;
}
