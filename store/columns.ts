/** Types of columns that the tables share. */
import { customType } from 'drizzle-orm/pg-core';
import { toInstant, toMs, type Instant } from '../domain/time';

/** An instant as this system writes it; for the database a moment it can compare. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: (value) => toInstant(toMs(value)),
});

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
