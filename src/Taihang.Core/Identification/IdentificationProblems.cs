using Taihang.Core.Common;

namespace Taihang.Core.Identification;

/// <summary>What can stand in the way of an identification. Codes TH0500 to TH0599.</summary>
public static class IdentificationProblems
{
    public static Problem NoData(string path) =>
        new(
            "TH0500",
            new($"找不到数据 {path}。", $"There is no data at {path}."),
            new(
                "请给出 CSV、CSV.GZ 或 Parquet 文件，或装有它们的目录。",
                "Give a CSV, CSV.GZ or Parquet file, or a folder that holds them."
            )
        );

    public static Problem NoTable(string path, string table) =>
        new(
            "TH0501",
            new($"{path} 中没有 {table} 文件。", $"{path} holds no {table} file."),
            new(
                "需要 household.* 与 member.*，或规则包 data/ 中所列的文件。",
                "It needs household.* and member.*, or the files the pack's data/ names."
            )
        );

    public static Problem MissingColumn(string file, string column, string? nearest) =>
        new(
            "TH0502",
            new($"{file} 没有“{column}”列。", $"{file} has no column \"{column}\"."),
            nearest is null
                ? new("请核对文件。", "Check the file.")
                : new($"最接近的是“{nearest}”。", $"The nearest is \"{nearest}\"."),
            new Place(file, Row: 1)
        );

    public static Problem Unreadable(string detail) =>
        new(
            "TH0503",
            new($"数据无法读取：{detail}", $"The data cannot be read: {detail}"),
            new("请核对文件格式与数值。", "Check the file's form and its values.")
        );

    public static Problem UnknownBy(string name, string? nearest) =>
        new(
            "TH0504",
            new($"不能按“{name}”分组。", $"There is no attribute \"{name}\" to group by."),
            nearest is null
                ? new("请用规则包词典中的属性。", "Use an attribute of the pack's dictionary.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem NoHouseholds(string county, DateOnly asOf) =>
        new(
            "TH0505",
            new(
                $"{county} 在 {asOf:yyyy-MM-dd} 没有登记农户。",
                $"{county} has no household on record on {asOf:yyyy-MM-dd}."
            ),
            new("请先导入登记表。", "Import a registration workbook first.")
        );

    public static Problem NoHousehold(string household) =>
        new(
            "TH0506",
            new($"没有“{household}”这一户。", $"There is no household \"{household}\"."),
            new("请给出户编号或户的标识。", "Give its number or its identifier.")
        );

    public static Problem NotAWholeHousehold(string pack) =>
        new(
            "TH0507",
            new(
                $"规则包 {pack} 的方法按人识别，不能用于农户登记。",
                $"The method of pack {pack} is about persons and does not run on the household registry."
            ),
            new("请选用按户识别的方法。", "Choose a method about households.")
        );

    public static Problem ResultsEnding(string path) =>
        new(
            "TH0508",
            new($"不能写出 {path}。", $"{path} cannot be written."),
            new("文件名应以 .csv 或 .parquet 结尾。", "The name must end in .csv or .parquet.")
        );

    public static Problem ResultsExist(string path) =>
        new(
            "TH0509",
            new($"文件 {path} 已存在，未覆盖。", $"There is a file {path} already; it was not overwritten."),
            new("请换一个文件名，或先移走它。", "Choose another name, or move it away first.")
        );

    public static Problem ResultsUnwritable(string path, string detail) =>
        new(
            "TH0510",
            new($"结果不能写入 {path}：{detail}", $"The results cannot be written to {path}: {detail}"),
            new("请核对目录、权限与磁盘空间。", "Check the folder, the rights and the space on the disk.")
        );

    public static Problem ResultsOfFilesOnly() =>
        new(
            "TH0511",
            new("--out 只用于 --data 的运行。", "--out goes with --data only."),
            new("登记数据的结果已存入登记库。", "The results of a run on the registry are kept in the registry.")
        );

    public static Problem KeyTwice(string file, string key) =>
        new(
            "TH0512",
            new($"{file} 中编号“{key}”出现不止一次。", $"{file} holds the key \"{key}\" more than once."),
            new("每一编号只能有一行。", "One row for each key."),
            new Place(file)
        );

    public static Problem NotATable(string file) =>
        new(
            "TH0513",
            new($"不能写成 {file}。", $"{file} is no form that tables are written in."),
            new("请用 .csv、.json、.parquet 或 .xlsx。", "Use .csv, .json, .parquet or .xlsx.")
        );

    public static Problem NoProxy(string method) =>
        new(
            "TH0514",
            new($"方法“{method}”没有代理测试。", $"The method \"{method}\" has no proxy test."),
            new("请在方法中写 proxy。", "Write a proxy into the method.")
        );

    /// <param name="model">Code of the model; null where one serves all.</param>
    public static Problem NotFittable(string method, string? model, Problem why) =>
        new(
            "TH0515",
            new(
                $"“{method}”{(model is null ? "" : $"的模型“{model}”")}无法拟合：{why.What.Zh}",
                $"\"{method}\"{(model is null ? "" : $", model \"{model}\",")} cannot be fitted: {why.What.En}"
            ),
            why.Remedy
        );

    public static Problem FitFolderTaken(string folder) =>
        new(
            "TH0547",
            new($"目录 {folder} 已存在，未写入。", $"There is a folder {folder} already; nothing was written."),
            new("请换一个目录名。", "Choose another name.")
        );

    public static Problem FitNotWritten(string folder, string detail) =>
        new(
            "TH0548",
            new($"系数未能写入 {folder}：{detail}", $"The coefficients could not be written to {folder}: {detail}"),
            new("请手工写入规则包。", "Write them into the pack by hand.")
        );

    public static Problem UnitsDiffer(string one, string other) =>
        new(
            "TH0516",
            new(
                $"“{one}”与“{other}”一个按户、一个按人，不能比较。",
                $"\"{one}\" and \"{other}\" judge different things, households and persons, and cannot be compared."
            ),
            new("请选择同一单位的方法。", "Choose methods of the same unit.")
        );

    public static Problem OtherPack(Guid run, string pack, string wanted, string found) =>
        new(
            "TH0517",
            new(
                $"运行 {run} 用的规则包 {pack} 指纹为 {wanted[..12]}，手头的是 {found[..12]}。",
                $"The run {run} used the pack {pack} with the hash {wanted[..12]}; the one at hand has {found[..12]}."
            ),
            new("请用当时的规则包（--packs）。", "Give the pack as it was then (--packs).")
        );

    public static Problem NotReplayed(Guid run, Words what) =>
        new(
            "TH0518",
            new(
                $"运行 {run} 重算后不一致：{what.Zh}。",
                $"The run {run} does not come out the same: {what.En} differ."
            ),
            new(
                "记录在登记之外被改动过；请用 taihang audit verify 查验留痕日志。",
                "A record was altered other than by an act; verify the log with taihang audit verify."
            )
        );

    public static Problem NoRun() =>
        new(
            "TH0519",
            new("没有这样的识别运行。", "There is no such run."),
            new("请先运行 taihang identify，或核对编号。", "Run taihang identify first, or check the number.")
        );

    public static Problem NoIndicator(string method, string name, string? nearest) =>
        new(
            "TH0520",
            new($"方法“{method}”没有指标“{name}”。", $"The method \"{method}\" has no indicator \"{name}\"."),
            nearest is null
                ? new("请用该方法的指标名称。", "Use the name of one of its indicators.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem GapDoesNotFit(string method, string indicator, long units) =>
        new(
            "TH0521",
            new(
                $"方法“{method}”的指标“{indicator}”在 {units:N0} 个单位成立，而其 gap 不在 0 与 1 之间。",
                $"In the method \"{method}\" the indicator \"{indicator}\" holds for {units:N0} units whose gap is not above 0 and at most 1."
            ),
            new(
                "gap 的 amount 与 cutoff 应与 when 相同，且 amount 不为负、cutoff 大于零。",
                "Its gap needs the amount and cut-off of its condition, the amount not negative and the cut-off above zero."
            )
        );

    public static Problem NothingTried(string method) =>
        new(
            "TH0522",
            new(
                $"没有试用任何与现行不同的参数（{method}）。",
                $"No parameter of {method} was tried with another value than the one in force."
            ),
            new("请填写至少一项不同的数值。", "Give at least one other value.")
        );

    public static Problem NoTrial() =>
        new(
            "TH0523",
            new("没有这次试算。", "There is no such trial."),
            new("请从试算清单中选择。", "Choose one from the list of trials.")
        );

    public static Problem ReportNotRead() =>
        new(
            "TH0524",
            new(
                "影响报告尚未确认阅读，不能付诸实施。",
                "The impact report has not been confirmed as read, so nothing comes into force."
            ),
            new("请先阅读报告并确认。", "Read the report and confirm it first.")
        );

    public static Problem TrialIsOld(string what) =>
        new(
            "TH0525",
            new(
                $"试算之后{what}已变化，报告不再可靠。",
                $"Since the trial something changed ({what}), so its report no longer holds."
            ),
            new("请重新试算。", "Try it again.")
        );

    public static Problem NotTheAreas(string parameter) =>
        new(
            "TH0526",
            new(
                $"“{parameter}”由规则包规定，不由地方确定。",
                $"\"{parameter}\" is laid down by the pack and not for the area to set."
            ),
            new("可以试算；要改变它须改规则包。", "It can be tried; to change it, the pack must change.")
        );

    public static Problem CasesFail(string pack, int count) =>
        new(
            "TH0527",
            new($"规则包 {pack} 有 {count} 个用例未通过。", $"{count} cases of the pack {pack} do not pass."),
            new("请先运行 taihang pack check。", "Run taihang pack check first.")
        );

    public static Problem RunWithoutNumbers(Guid run) =>
        new(
            "TH0540",
            new(
                $"运行 {run} 保存时未记下地方参数的数值，现有记录也推不出同样的参数，不能重算。",
                $"The run {run} was kept before runs held the numbers set for them, and what the county has on record gives others; it cannot be made again."
            ),
            new(
                "它的结果仍在；请以同一基准日重新运行 taihang identify，新的运行可以重算。",
                "Its answers stand as they are; run taihang identify for the same day, and the new run can be replayed."
            )
        );

    public static Problem OnFilesOnly(string option) =>
        new(
            "TH0541",
            new($"{option} 只用于 --data 的运行。", $"{option} goes with --data only."),
            new("请去掉它，或给出数据文件。", "Leave it out, or give files.")
        );

    public static Problem OnRegistryOnly(string option) =>
        new(
            "TH0542",
            new(
                $"{option} 只用于登记库，不用于 --data。",
                $"{option} is for the registry and does not go with --data."
            ),
            new("请去掉它，或去掉 --data。", "Leave it out, or leave out --data.")
        );

    public static Problem SnapshotExists(string folder) =>
        new(
            "TH0543",
            new($"目录 {folder} 不是空的，未写入。", $"The folder {folder} is not empty; nothing was written."),
            new("请换一个目录，或先移走其中的文件。", "Choose another, or move its files away first.")
        );

    public static Problem DoesNotFit(
        string file,
        int? row,
        string column,
        string value,
        string attribute,
        Words expected,
        long count
    ) =>
        new(
            "TH0544",
            new(
                $"“{value}”不能作为 {attribute}（该列共有 {count:N0} 处）。",
                $"\"{value}\" does not fit {attribute} ({count:N0} such in the column)."
            ),
            new($"这里应是{expected.Zh}。", $"What belongs here is {expected.En}."),
            new Place(file, Row: row, Heading: column)
        );

    public static Problem BlankKey(string file, int row, string column) =>
        new(
            "TH0545",
            new("这一行没有编号。", "This row has no key."),
            new("每一行都要有编号。", "Every row needs its key."),
            new Place(file, Row: row, Heading: column)
        );

    public static Problem RowsDisagree(string file, string key, string column) =>
        new(
            "TH0546",
            new($"编号“{key}”的各行不一致。", $"The rows of \"{key}\" do not agree."),
            new(
                "请改正，或在数据映射中用 fold 说明如何归并。",
                "Correct them, or say with fold in the data map how they are brought together."
            ),
            new Place(file, Heading: column)
        );
}
