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
      'renderHtml repetition sameTagNegatives score seedClean squeeze tagged titleAnswer titleBody titleBodyAnswer titleNotices',
    types:
      'AnswerOptions BareBodyOptions BestWorstOptions CapitalsOptions CodeRatioOptions DetectLanguageOptions DistinctWordsOptions MaskContactsOptions ' +
      'RepetitionOptions SameTagsOptions ErrorCode ErrorParts HtmlPolicy JoinedPair LinkRecipe LinkedOptions LinkedQuestions Pair Pipeline PipelineDefinition Post PostRecipe ' +
      'Recipe Site Split Step TagRecipe Text Thread ThreadPost ThreadRecipe',
  },
  'api.ts': {
    values:
      'StackpairsError build checkRefresh diffBuilds download exportDataset feed findInputs inspect inspectDuplicates makeFeed pipelinePath planRefresh ' +
      'publishDataset readDataConfig readForeign readForeignPairs readForeignRows readManifest refresh setUpTrainer surveyTexts takedown ' +
      'trace train verify writeSample',
    types:
      'BuildDifference BuildRequest ClusterRow ConfigDifference DataConfigEntry DiffOptions DownloadPlan DownloadRequest ' +
      'DuplicatesInspection DuplicatesOptions ErrorCode ErrorParts ExportRequest Feed FeedBatch FeedHead FeedOptions FeedProgress FeedReader FeedReport FeedSource FeedSourceReport FindOptions Format ForeignBatch ForeignDrop ' +
      'ForeignExample ForeignOptions ForeignPair ForeignText Input InspectOptions InspectedCluster Inspection Manifest ' +
      'HubTarget PipelineSource Progress Publication PublishRequest RefreshRequest RefreshResult RefreshStep RowName ' +
      'SampleOptions SampleReport Selection SiteDifference SourceRequest TakedownRequest ' +
      'TakedownResult TextSurvey ' +
      'Verification Comparison Contender Encoder EvaluationProgress EvaluationRequest EvaluationSet FindNearest NearestRequest ' +
      'Neighbours Outcome SearchHit SearchRequest SearchResult SetResult TextRole Vectors',
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
