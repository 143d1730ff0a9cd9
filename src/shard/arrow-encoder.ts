// Rows into Arrow record batches, uncompressed, as an IPC stream or an IPC file. The columns' buffers serve batch after batch.
// Beware: apache-arrow keeps what nobody reads and drops batches whose schema differs; hence the sink and the one schema.

import type { DurableFile } from '../durable-file.ts';
import {
  AsyncByteQueue,
  Message,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  type Schema,
  Struct,
} from './arrow.ts';
import type { Layout } from './layout.ts';
import type { RowEncoder } from './row-writer.ts';

/** Passes on what apache-arrow writes instead of queueing it; the writer takes no sink but a subclass of its own. */
class FileSink extends AsyncByteQueue {
  readonly #file: DurableFile;

  constructor(file: DurableFile) {
    super();
    this.#file = file;
  }

  override write(bytes: Uint8Array): void {
    this.#file.write(bytes);
  }
}

/** The format wants a whole stream behind the magic; the package leaves out its schema. */
class WholeFileWriter extends RecordBatchFileWriter {
  protected override _writeSchema(schema: Schema): this {
    return this._writeMagic()._writePadding(2)._writeMessage(Message.from(schema));
  }
}

/** An IPC stream or an IPC file. */
export type ArrowKind = keyof typeof WRITERS;

const WRITERS = { stream: RecordBatchStreamWriter, file: WholeFileWriter };

/** Encodes rows of a layout. */
export function arrowEncoder<Row>(layout: Layout<Row>, kind: ArrowKind): RowEncoder<Row> {
  const { schema, mostBytes, append, clear } = layout;
  const type = new Struct(schema.fields);
  return {
    mostBytes,
    append,
    clear,
    begin(file) {
      const writer = new WRITERS[kind]();
      writer.reset(new FileSink(file), schema);
      return {
        writeBatch(rows) {
          const data = makeData({ type, length: rows, nullCount: 0, children: layout.columns() });
          writer.write(new RecordBatch(schema, data));
          clear();
        },
        end: () => void writer.close(),
      };
    },
  };
}
