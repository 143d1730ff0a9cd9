// The package's public face, name by name: whoever changes it changes everybody's pipeline files.
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const DOORS = {
  'index.ts': {
    values:
      'DEFAULT_POLICY StackpairsError answerBot asked bestWorstAnswers capitals codeRatio definePipeline defineStep ' +
      'detectLanguage distinctWords duplicateQuestions fingerprint htmlToText imageOnly language length linkOnly ' +
      'linkedNegatives linkedQuestions maskContacts notClosed notTagged planted ' +
      'renderHtml repetition sameTagNegatives score seedClean squeeze tagged titleAnswer titleBody titleBodyAnswer titleNotices ' +
      'duplicatePairs duplicateReranking duplicateRetrieval questionToAnswer similarity siteClustering tagClustering titleToBody',
    types:
      'AnswerOptions BareBodyOptions BestWorstOptions CapitalsOptions CodeRatioOptions DetectLanguageOptions DistinctWordsOptions MaskContactsOptions ' +
      'RepetitionOptions SameTagsOptions ErrorCode ErrorParts HtmlPolicy JoinedPair LinkRecipe LinkedOptions LinkedQuestions Pair Pipeline PipelineDefinition Post PostRecipe ' +
      'Recipe SetOptions SetRule Site Split Step TagRecipe Text Thread ThreadPost ThreadRecipe',
  },
  'api.ts': {
    values:
      'StackpairsError build buildShare buildStatus checkLeaks checkRefresh createVectors diffBuilds download ' +
      'evaluate exportDataset feed findInputs findNearest finishBuild inspect inspectDuplicates makeFeed mine ' +
      'openEncoder pipelinePath planBuild planRefresh publishDataset readDataConfig readForeign readForeignPairs ' +
      'readForeignRows readManifest refresh search setUpTrainer surveyTexts takedown trace train verify writeSample',
    types:
      'BuildDifference BuildRequest BuildStatus ClusterRow Comparison ConfigDifference Contender DataConfigEntry ' +
      'DiffOptions DownloadPlan DownloadRequest DuplicatesInspection DuplicatesOptions Encoder EncoderOptions ' +
      'ErrorCode ErrorParts EvaluationProgress EvaluationRequest EvaluationSet ExportRequest Feed FeedBatch ' +
      'FeedHead FeedOptions FeedProgress FeedReader FeedReport FeedSource FeedSourceReport FindNearest FindOptions ' +
      'ForeignBatch ForeignDrop ForeignExample ForeignOptions ForeignPair ForeignText Format FoundLeak HubTarget ' +
      'Input InspectOptions InspectedCluster Inspection LeakCheck Manifest MineOptions MineRequest MineResult NearestRequest Neighbours Outcome ' +
      'PartRequest PipelineSource Progress Publication PublishRequest RefreshRequest RefreshResult RefreshStep ' +
      'RowName SampleOptions SampleReport SearchHit SearchRequest SearchResult Selection SetResult Share ' +
      'ShareRequest SiteDifference SourceRequest StageStatus TakedownRequest TakedownResult TextRole TextSurvey ' +
      'TrainRequest TrainResult TrainerSetUp UnitStatus VectorCache Vectors Verification Waiting',
  },
} as const;

describe.each(Object.entries(DOORS))('%s', (file, { values, types }) => {
  const path = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  const { checker, exports } = openDoor(path);

  test('exports these functions and constants', async () => {
    expect(Object.keys(await import(path)).sort()).toEqual(values.split(' ').sort());
  });

  test('exports these types', () => {
    const names = exports.map(({ name }) => name).filter((name) => !values.split(' ').includes(name));
    expect(names.sort()).toEqual(types.split(' ').sort());
  });

  test('says of every export what it is', () => {
    const silent = exports.filter((symbol) => target(symbol, checker).getDocumentationComment(checker).length === 0);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

test('what is built of them satisfies a compiler that checks declarations, as it does unless told otherwise', () => {
  const paths = Object.keys(DOORS).map((file) => file.replace('.ts', '.d.ts'));
  const options = { noEmit: true, strict: true, types: ['node'], module: ts.ModuleKind.NodeNext };
  const program = ts.createProgram(
    paths.map((path) => fileURLToPath(new URL(`../dist/${path}`, import.meta.url))),
    { ...options, target: ts.ScriptTarget.ES2023 },
  );
  const faults = ts.getPreEmitDiagnostics(program);
  expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});

/** The exports as the compiler sees them, types among them. */
function openDoor(path: string) {
  const options = { allowImportingTsExtensions: true, noEmit: true, skipLibCheck: true, types: ['node'] };
  const { NodeNext } = ts.ModuleKind;
  const program = ts.createProgram([path], { ...options, module: NodeNext, target: ts.ScriptTarget.ES2023 });
  const checker = program.getTypeChecker();
  return { checker, exports: checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)!)!) };
}

/** What a re-exported name stands for. */
function target(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
