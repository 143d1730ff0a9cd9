// The one door to apache-arrow. Beware of it: its compressed output is unreadable elsewhere, its writer closes without an
// error when two schemas differ, and unread output stays in memory. The files beside this one are built around that.

export {
  AsyncByteQueue,
  Bool,
  CompressionType,
  compressionRegistry,
  type Data,
  DataType,
  Field,
  Int32,
  Int64,
  List,
  Message,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchReader,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMillisecond,
  Uint32,
  Utf8,
  Vector,
} from 'apache-arrow';
