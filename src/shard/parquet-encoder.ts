// Rows into Parquet: a row group for each batch, its pages packed by Snappy, both in JavaScript, so that the bytes depend
// on no library of the machine. No statistics: rows are shuffled, so that no reader could skip a group by them.
// Memory: a batch as values, and its row group.

import type { DurableFile } from '../durable-file.ts';
import { ByteWriter, ParquetWriter, type SchemaElement } from './parquet.ts';
import type { ParquetColumn } from './parquet-layout.ts';
import type { RowEncoder } from './row-writer.ts';

/** How rows of one kind become columns. */
export interface ParquetRows<Row, Values> extends Pick<RowEncoder<Row>, 'mostBytes'> {
  readonly schema: SchemaElement[];
  valuesOf(row: Row): Values;
  columnsOf(rows: readonly Values[]): ParquetColumn[];
}

/** Encodes rows by their values. */
export function parquetEncoder<Row, Values>(kind: ParquetRows<Row, Values>): RowEncoder<Row> {
  const { schema, mostBytes, valuesOf, columnsOf } = kind;
  let batch: Values[] = [];
  const clear = () => {
    batch = [];
  };
  return {
    mostBytes,
    append: (row) => void batch.push(valuesOf(row)),
    clear,
    begin(file) {
      const writer = new ParquetWriter({ writer: new FileWriter(file), schema, codec: 'SNAPPY', statistics: false });
      return {
        writeBatch(rows) {
          const columnData = columnsOf(batch).map(({ name, data }) => ({ name, data }));
          done(writer.write({ columnData, rowGroupSize: rows }));
          clear();
        },
        end: () => done(writer.finish()),
      };
    },
  };
}

/** Passes on each row group when it is complete, and keeps its memory for the next. */
class FileWriter extends ByteWriter {
  readonly #file: DurableFile;

  constructor(file: DurableFile) {
    super();
    this.#file = file;
  }

  flush(): void {
    this.#file.write(this.getBytes());
    this.index = 0;
  }

  override finish(): void {
    this.flush();
  }
}

/** The package waits only for writers that do. */
function done(result: void | Promise<void>): void {
  if (result !== undefined) throw new Error('the Parquet writer waits for something');
}
