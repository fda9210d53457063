using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Store;

/// <summary>
/// The one model for SQLite and PostgreSQL. Every key starts with the permanent county number and no foreign key crosses a
/// county, so that a distributed PostgreSQL takes the tables as they are; the blind index alone is keyed by its hash.
/// </summary>
/// <param name="options">See <see cref="StoreOptions"/>.</param>
/// <param name="scope">Whose rows; nobody's until <see cref="Enter"/> where it is left out.</param>
public sealed partial class TaihangDb(DbContextOptions<TaihangDb> options, CountyScope? scope = null)
    : DbContext(options)
{
    public DbSet<Region> Regions => Set<Region>();

    public DbSet<AreaMember> AreaMembers => Set<AreaMember>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<AccountDuty> AccountDuties => Set<AccountDuty>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<Act> Acts => Set<Act>();

    public DbSet<AuditLeaf> AuditLeaves => Set<AuditLeaf>();

    public DbSet<AuditNode> AuditNodes => Set<AuditNode>();

    public DbSet<AuditTip> AuditTips => Set<AuditTip>();

    public DbSet<AuditFormerLink> AuditFormerLinks => Set<AuditFormerLink>();

    public DbSet<AuditCheckpoint> AuditCheckpoints => Set<AuditCheckpoint>();

    public DbSet<SensitiveRead> SensitiveReads => Set<SensitiveRead>();

    public DbSet<AccessConcern> AccessConcerns => Set<AccessConcern>();

    public DbSet<AreaParameter> AreaParameters => Set<AreaParameter>();

    public DbSet<Village> Villages => Set<Village>();

    public DbSet<Household> Households => Set<Household>();

    public DbSet<Person> Persons => Set<Person>();

    public DbSet<BlindIndex> BlindIndexes => Set<BlindIndex>();

    public DbSet<Observation> Observations => Set<Observation>();

    public DbSet<ImportedFile> ImportedFiles => Set<ImportedFile>();

    public DbSet<ColumnMappingText> ColumnMappings => Set<ColumnMappingText>();

    public DbSet<DuplicatePair> DuplicatePairs => Set<DuplicatePair>();

    public DbSet<ChangeRequest> ChangeRequests => Set<ChangeRequest>();

    public DbSet<ChangeDecision> ChangeDecisions => Set<ChangeDecision>();

    public DbSet<IdentificationRun> IdentificationRuns => Set<IdentificationRun>();

    public DbSet<IdentificationResult> IdentificationResults => Set<IdentificationResult>();

    public DbSet<LabTrial> LabTrials => Set<LabTrial>();

    public DbSet<SendingUnit> SendingUnits => Set<SendingUnit>();

    public DbSet<Cadre> Cadres => Set<Cadre>();

    public DbSet<CadreStatement> CadreStatements => Set<CadreStatement>();

    public DbSet<DispatchRound> DispatchRounds => Set<DispatchRound>();

    public DbSet<DispatchPlan> DispatchPlans => Set<DispatchPlan>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<PostingEvent> PostingEvents => Set<PostingEvent>();

    public DbSet<ProcedureCase> ProcedureCases => Set<ProcedureCase>();

    public DbSet<ProcedureEvent> ProcedureEvents => Set<ProcedureEvent>();

    public DbSet<ProcedureReceipt> ProcedureReceipts => Set<ProcedureReceipt>();

    public DbSet<ProcedureNotice> ProcedureNotices => Set<ProcedureNotice>();

    public DbSet<ProcedureNoticeEntry> ProcedureNoticeEntries => Set<ProcedureNoticeEntry>();

    public DbSet<OutboundNotice> OutboundNotices => Set<OutboundNotice>();

    public DbSet<NoticeContact> NoticeContacts => Set<NoticeContact>();

    public DbSet<FormMapping> FormMappings => Set<FormMapping>();

    public DbSet<AskedForm> AskedForms => Set<AskedForm>();

    public DbSet<SavedList> SavedLists => Set<SavedList>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<QualityLook> QualityLooks => Set<QualityLook>();

    public DbSet<QualityQuestion> QualityQuestions => Set<QualityQuestion>();

    public DbSet<InspectionDay> InspectionDays => Set<InspectionDay>();

    public DbSet<OwnPageCode> OwnPageCodes => Set<OwnPageCode>();

    public DbSet<OwnRequest> OwnRequests => Set<OwnRequest>();

    public DbSet<RetentionEnding> RetentionEndings => Set<RetentionEnding>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Region>(table =>
        {
            table.HasKey(r => new { r.CountyNo, r.RegionNo });
            table.HasIndex(r => r.Code);
            table.HasIndex(r => r.ParentNo);
        });
        modelBuilder
            .Entity<AreaMember>()
            .HasKey(m => new
            {
                m.CountyNo,
                m.AreaId,
                m.RegionNo,
                m.ValidFrom,
            });
        modelBuilder.Entity<Account>(table =>
        {
            table.HasKey(a => new { a.CountyNo, a.AccountId });
            table.HasIndex(a => a.Login).IsUnique();
            table.Property(a => a.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<AccountDuty>(table =>
        {
            table.HasKey(d => new { d.CountyNo, d.DutyId });
            table.HasIndex(d => new { d.CountyNo, d.AccountId });
            table.ToTable(t =>
                t.HasCheckConstraint("ck_account_duties_held", "held_until IS NULL OR held_until >= held_from")
            );
            table
                .HasOne<Account>()
                .WithMany()
                .HasForeignKey(d => new { d.CountyNo, d.AccountId })
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<Passkey>(table =>
        {
            table.HasKey(p => new { p.CountyNo, p.PasskeyId });
            table.HasIndex(p => new { p.CountyNo, p.AccountId });
            // Whoever signs in says no county: it is found by this alone.
            table.HasIndex(p => p.CredentialId).IsUnique();
            table.ToTable(t =>
                t.HasCheckConstraint("ck_passkeys_sign_count", "sign_count >= 0 AND sign_count <= 4294967295")
            );
            table
                .HasOne<Account>()
                .WithMany()
                .HasForeignKey(p => new { p.CountyNo, p.AccountId })
                .OnDelete(DeleteBehavior.Restrict);
            table.Property(p => p.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<Act>().HasKey(a => new { a.CountyNo, a.ActId });
        modelBuilder.Entity<AuditLeaf>(table =>
        {
            table.HasKey(l => new { l.CountyNo, l.Seq });
            table.HasIndex(l => new { l.CountyNo, l.ActId }).IsUnique();
        });
        modelBuilder.Entity<AuditNode>().HasKey(n => new { n.CountyNo, n.Ordinal });
        modelBuilder.Entity<AuditTip>(table =>
        {
            table.HasKey(t => t.CountyNo);
            table.Property(t => t.CountyNo).ValueGeneratedNever();
            table.Property(t => t.Size).IsConcurrencyToken();
        });
        modelBuilder.Entity<AuditFormerLink>().HasKey(l => new { l.CountyNo, l.Seq });
        modelBuilder
            .Entity<AuditCheckpoint>()
            .HasKey(c => new
            {
                c.CountyNo,
                c.Origin,
                c.Size,
                c.AtUnixMs,
            });
        modelBuilder.Entity<SensitiveRead>(table =>
        {
            table.HasKey(r => new
            {
                r.CountyNo,
                r.SubjectId,
                r.ActId,
            });
            table.HasIndex(r => new
            {
                r.CountyNo,
                r.ActorId,
                r.AtUnixMs,
            });
        });
        modelBuilder.Entity<AccessConcern>(table =>
        {
            table.HasKey(c => new { c.CountyNo, c.ConcernId });
            table.HasIndex(c => new { c.CountyNo, c.AccountId });
            table.HasIndex(c => c.AccountCountyNo);
            // Nobody reviews their own access, whatever the program does.
            table.ToTable(t =>
                t.HasCheckConstraint(
                    "ck_access_concerns_reviewed_by_another",
                    "reviewed_by_id IS NULL OR reviewed_by_id <> account_id"
                )
            );
        });
        modelBuilder.Entity<AreaParameter>(table =>
        {
            table.HasKey(p => new { p.CountyNo, p.AreaParameterId });
            table
                .HasIndex(p => new
                {
                    p.CountyNo,
                    p.Pack,
                    p.Parameter,
                    p.ValidFrom,
                })
                .IsUnique();
        });
        modelBuilder.Entity<Village>().HasKey(v => new { v.CountyNo, v.VillageNo });
        modelBuilder.Entity<Household>(table =>
        {
            table.HasKey(h => new { h.CountyNo, h.HouseholdId });
            table.HasIndex(h => new { h.CountyNo, h.Number }).IsUnique();
            table.HasIndex(h => new { h.CountyNo, h.VillageNo });
            table
                .HasOne<Village>()
                .WithMany()
                .HasForeignKey(h => new { h.CountyNo, h.VillageNo })
                .OnDelete(DeleteBehavior.Restrict);
            table.Property(h => h.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<Person>(table =>
        {
            table.HasKey(p => new { p.CountyNo, p.PersonId });
            table.HasIndex(p => new { p.CountyNo, p.HouseholdId });
            // Who was known under an earlier row; few were.
            table.HasIndex(p => new { p.CountyNo, p.PreviousId }).HasFilter("previous_id IS NOT NULL");
            table
                .HasOne<Household>()
                .WithMany()
                .HasForeignKey(p => new { p.CountyNo, p.HouseholdId })
                .OnDelete(DeleteBehavior.Restrict);
            table.Property(p => p.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<BlindIndex>(table =>
        {
            table.HasKey(b => new
            {
                b.Index,
                b.Kind,
                b.CountyNo,
                b.PersonId,
            });
            // One ID number belongs to one person; a phone or an account may be shared in a family.
            table.HasIndex(b => b.Index).IsUnique().HasFilter("kind = 1");
        });
        modelBuilder.Entity<Observation>(table =>
        {
            table.HasKey(o => new { o.CountyNo, o.ObservationId });
            table.HasIndex(o => new
            {
                o.CountyNo,
                o.SubjectId,
                o.ObservedOn,
            });
            table
                .HasOne<Act>()
                .WithMany()
                .HasForeignKey(o => new { o.CountyNo, o.ActId })
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<ImportedFile>().HasKey(f => new { f.CountyNo, f.ContentHash });
        modelBuilder.Entity<ColumnMappingText>().HasKey(m => new { m.CountyNo, m.MappingHash });
        modelBuilder.Entity<DuplicatePair>(table =>
        {
            table.HasKey(p => new { p.CountyNo, p.PairId });
            table
                .HasIndex(p => new
                {
                    p.CountyNo,
                    p.PersonA,
                    p.PersonB,
                })
                .IsUnique();
            table.HasIndex(p => new
            {
                p.CountyNo,
                p.State,
                p.ProbabilityPpm,
            });
        });
        modelBuilder.Entity<IdentificationRun>(table =>
        {
            table.HasKey(r => new { r.CountyNo, r.RunId });
            table.HasIndex(r => new
            {
                r.CountyNo,
                r.Pack,
                r.Method,
                r.AsOf,
            });
        });
        modelBuilder.Entity<IdentificationResult>(table =>
        {
            table.HasKey(r => new
            {
                r.CountyNo,
                r.RunId,
                r.HouseholdId,
            });
            table.HasIndex(r => new
            {
                r.CountyNo,
                r.RunId,
                r.VillageNo,
            });
            table.HasOne<IdentificationRun>().WithMany().HasForeignKey(r => new { r.CountyNo, r.RunId });
        });
        modelBuilder.Entity<LabTrial>().HasKey(t => new { t.CountyNo, t.TrialId });
        Dispatch(modelBuilder);
        Changes(modelBuilder);
        Procedures(modelBuilder);
        Outbound(modelBuilder);
        Reports(modelBuilder);
        Quality(modelBuilder);
        PersonalData(modelBuilder);
        Attached(modelBuilder);
        Areas(modelBuilder);
        if (Database.IsSqlite())
            StoredGuid.Convert(modelBuilder);
    }
}
