using System.CommandLine;
using Taihang.Cli;
using Taihang.Cli.Verbs;

// One verb, one file: see Verbs/. A verb that is not listed here does not exist.
var root = new RootCommand("Taihang 太行 · one record for a place's whole work against poverty")
{
    Setting.Database,
    Setting.Packs,
    Setting.Pack,
    Setting.Key,
    Setting.Language,
    Setting.Json,
    Init.Verb,
    Import.Verb,
    TakeoverVerb.Verb,
    Identify.Verb,
    Replay.Verb,
    Measure.Verb,
    Lab.Verb,
    Snapshot.Verb,
    PmtVerb.Verb,
    Explain.Verb,
    PackVerb.Verb,
    Demo.Verb,
    Sample.Verb,
    Serve.Verb,
    Parameter.Verb,
    AccountVerb.Verb,
    AttachmentVerb.Verb,
    KeyVerb.Verb,
    Health.Verb,
    Audit.Verb,
    Backup.Verb,
    Restore.Verb,
    Move.Verb,
    DispatchVerb.Verb,
    DuplicatesVerb.Verb,
    QualityVerb.Verb,
    ProceduresVerb.Verb,
    NoticesVerb.Verb,
    FormVerb.Verb,
    PersonVerb.Verb,
    RetentionVerb.Verb,
};
return await Screen.Run(root, args);
