using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Store;

/// <summary>Keys and constraints of what is worked on: change requests, cases, forms.</summary>
public sealed partial class TaihangDb
{
    private static void Changes(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ChangeRequest>(table =>
        {
            table.HasKey(c => new { c.CountyNo, c.ChangeId });
            table.HasAlternateKey(c => new
            {
                c.CountyNo,
                c.ChangeId,
                c.RequestedBy,
            });
            table.HasIndex(c => new
            {
                c.CountyNo,
                c.Standing,
                c.VillageNo,
            });
            table.HasIndex(c => new { c.CountyNo, c.HouseholdId });
            table.Property(c => c.Version).IsConcurrencyToken();
            table.ToTable(t =>
                t.HasCheckConstraint(
                    "ck_change_requests_standing",
                    "standing IN ('open', 'applied', 'no_effect', 'refused', 'withdrawn')"
                )
            );
        });
        modelBuilder.Entity<ChangeDecision>(table =>
        {
            // One decision for each request, and nobody's on their own: only who asked may withdraw, only another may decide.
            table.HasKey(d => new { d.CountyNo, d.ChangeId });
            table
                .HasOne<ChangeRequest>()
                .WithMany()
                .HasForeignKey(d => new
                {
                    d.CountyNo,
                    d.ChangeId,
                    d.RequestedBy,
                })
                .HasPrincipalKey(c => new
                {
                    c.CountyNo,
                    c.ChangeId,
                    c.RequestedBy,
                })
                .OnDelete(DeleteBehavior.Restrict);
            table.ToTable(t =>
            {
                t.HasCheckConstraint(
                    "ck_change_decisions_answer",
                    "answer IN ('applied', 'no_effect', 'refused', 'withdrawn')"
                );
                t.HasCheckConstraint(
                    "ck_change_decisions_other_hand",
                    "(answer = 'withdrawn') = (decided_by = requested_by)"
                );
            });
        });
    }

    private static void Dispatch(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SendingUnit>().HasKey(u => new { u.CountyNo, u.UnitId });
        modelBuilder.Entity<Cadre>(table =>
        {
            table.HasKey(c => new { c.CountyNo, c.CadreId });
            table
                .HasOne<SendingUnit>()
                .WithMany()
                .HasForeignKey(c => new { c.CountyNo, c.UnitId })
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<CadreStatement>(table =>
        {
            table.HasKey(c => new { c.CountyNo, c.StatementId });
            table
                .HasOne<Cadre>()
                .WithMany()
                .HasForeignKey(c => new { c.CountyNo, c.CadreId })
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<DispatchRound>().HasKey(r => new { r.CountyNo, r.RoundId });
        modelBuilder.Entity<DispatchPlan>(table =>
        {
            table.HasKey(p => new { p.CountyNo, p.PlanId });
            table.ToTable(t =>
                t.HasCheckConstraint("ck_dispatch_plans_state", "state IN ('draft', 'submitted', 'posted', 'dropped')")
            );
            table.Property(p => p.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<Posting>(table =>
        {
            table.HasKey(p => new { p.CountyNo, p.PostingId });
            table.HasIndex(p => new { p.CountyNo, p.VillageNo });
            // Nobody serves twice at once and no village has two first secretaries, whatever the program does.
            table.HasIndex(p => new { p.CountyNo, p.CadreId }).IsUnique().HasFilter("\"to\" IS NULL");
            table
                .HasIndex(p => new
                {
                    p.CountyNo,
                    p.VillageNo,
                    p.Role,
                })
                .IsUnique()
                .HasFilter("\"to\" IS NULL AND role = 'first_secretary'");
            table.HasOne<DispatchRound>().WithMany().HasForeignKey(p => new { p.CountyNo, p.RoundId });
            table
                .HasOne<Cadre>()
                .WithMany()
                .HasForeignKey(p => new { p.CountyNo, p.CadreId })
                .OnDelete(DeleteBehavior.Restrict);
            table.ToTable(t =>
            {
                t.HasCheckConstraint("ck_postings_role", "role IN ('first_secretary', 'member')");
                t.HasCheckConstraint("ck_postings_to", "\"to\" IS NULL OR \"to\" >= \"from\"");
            });
        });
        modelBuilder.Entity<PostingEvent>(table =>
        {
            table.HasKey(e => new
            {
                e.CountyNo,
                e.PostingId,
                e.Seq,
            });
            table.HasIndex(e => new { e.CountyNo, e.EventId }).IsUnique();
            table.HasOne<Posting>().WithMany().HasForeignKey(e => new { e.CountyNo, e.PostingId });
        });
    }

    private static void Procedures(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ProcedureCase>(table =>
        {
            table.HasKey(c => new { c.CountyNo, c.CaseId });
            table.HasIndex(c => new
            {
                c.CountyNo,
                c.VillageNo,
                c.Step,
            });
            table.HasIndex(c => new { c.CountyNo, c.NextDue });
            table.Property(c => c.Version).IsConcurrencyToken();
        });
        modelBuilder.Entity<ProcedureEvent>(table =>
        {
            table.HasKey(e => new
            {
                e.CountyNo,
                e.CaseId,
                e.Seq,
            });
            table
                .HasIndex(e => new
                {
                    e.CountyNo,
                    e.CaseId,
                    e.EventId,
                })
                .IsUnique();
            table.HasOne<ProcedureCase>().WithMany().HasForeignKey(e => new { e.CountyNo, e.CaseId });
        });
        modelBuilder.Entity<ProcedureReceipt>(table =>
        {
            table.HasKey(r => new { r.CountyNo, r.Hash });
            table.HasOne<ProcedureCase>().WithMany().HasForeignKey(r => new { r.CountyNo, r.CaseId });
        });
        modelBuilder.Entity<ProcedureNotice>(table =>
        {
            table.HasKey(n => new { n.CountyNo, n.NoticeId });
            table.HasIndex(n => new { n.CountyNo, n.VillageNo });
        });
        modelBuilder.Entity<ProcedureNoticeEntry>(table =>
        {
            table.HasKey(e => new
            {
                e.CountyNo,
                e.NoticeId,
                e.Number,
            });
            table.HasOne<ProcedureNotice>().WithMany().HasForeignKey(e => new { e.CountyNo, e.NoticeId });
            table.HasOne<ProcedureCase>().WithMany().HasForeignKey(e => new { e.CountyNo, e.CaseId });
        });
    }

    private static void Outbound(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OutboundNotice>(table =>
        {
            table.HasKey(n => new { n.CountyNo, n.NoticeId });
            // What caused it queues it once for each recipient, whatever the program does.
            table
                .HasIndex(n => new
                {
                    n.CountyNo,
                    n.CauseId,
                    n.Kind,
                    n.RecipientId,
                })
                .IsUnique();
            table.HasIndex(n => new { n.Standing, n.NextAttemptUnixMs });
            table.HasIndex(n => new
            {
                n.CountyNo,
                n.Standing,
                n.QueuedAtUnixMs,
            });
            table.HasIndex(n => new { n.CountyNo, n.RecipientId });
            table.HasIndex(n => n.LeaseHolder);
            table.ToTable(t =>
                t.HasCheckConstraint(
                    "ck_outbound_notices_standing",
                    "standing IN ('waiting', 'letter', 'sent', 'superseded', 'cancelled', 'dead')"
                )
            );
        });
        modelBuilder.Entity<NoticeContact>().HasKey(c => new { c.CountyNo, c.RecipientId });
    }

    private static void Attached(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<Attachment>(table =>
        {
            table.HasKey(a => new { a.CountyNo, a.AttachmentId });
            table.HasIndex(a => new { a.CountyNo, a.SubjectId });
            table.Property(a => a.Version).IsConcurrencyToken();
            table
                .HasOne<Act>()
                .WithMany()
                .HasForeignKey(a => new { a.CountyNo, a.ActId })
                .OnDelete(DeleteBehavior.Restrict);
            table.ToTable(t =>
            {
                t.HasCheckConstraint("ck_attachments_purpose", "purpose IN ('evidence', 'notice')");
                // What holds a personal number is never for a notice, whatever the program does.
                t.HasCheckConstraint("ck_attachments_notice", "purpose <> 'notice' OR NOT personal");
                t.HasCheckConstraint(
                    "ck_attachments_withdrawn",
                    "(withdrawn_act_id IS NULL) = (withdrawn_reason IS NULL)"
                );
            });
        });

    private static void Reports(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<FormMapping>().HasKey(m => new { m.CountyNo, m.HeaderHash });
        modelBuilder.Entity<SavedList>(table =>
        {
            table.HasKey(l => new { l.CountyNo, l.ListId });
            table
                .HasIndex(l => new
                {
                    l.CountyNo,
                    l.AccountId,
                    l.Name,
                })
                .IsUnique();
            table.Property(l => l.Version).IsConcurrencyToken();
            table
                .HasOne<Act>()
                .WithMany()
                .HasForeignKey(l => new { l.CountyNo, l.ActId })
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<AskedForm>(table =>
        {
            table.HasKey(f => new { f.CountyNo, f.AskedFormId });
            table
                .HasIndex(f => new
                {
                    f.CountyNo,
                    f.ContentHash,
                    f.RegionNo,
                    f.AskedOn,
                })
                .IsUnique();
            table
                .HasOne<Act>()
                .WithMany()
                .HasForeignKey(f => new { f.CountyNo, f.ActId })
                .OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Quality(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<QualityLook>(table =>
        {
            table.HasKey(l => new { l.CountyNo, l.AsOf });
            table
                .HasOne<Act>()
                .WithMany()
                .HasForeignKey(l => new { l.CountyNo, l.ActId })
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<QualityQuestion>(table =>
        {
            table.HasKey(q => new { q.CountyNo, q.QuestionId });
            table.HasIndex(q => new { q.CountyNo, q.Key }).IsUnique();
            table.HasIndex(q => new
            {
                q.CountyNo,
                q.Standing,
                q.RegionNo,
            });
            table.Property(q => q.Version).IsConcurrencyToken();
            table.ToTable(t =>
            {
                t.HasCheckConstraint(
                    "ck_quality_questions_standing",
                    "standing IN ('open', 'answered', 'settled', 'gone')"
                );
                // Nobody looks at their own answer, nor at what is asked about themselves, whatever the program does.
                t.HasCheckConstraint(
                    "ck_quality_questions_looked_at_by_another",
                    "looked_by_id IS NULL OR (looked_by_id <> answered_by_id AND (about_id IS NULL OR looked_by_id <> about_id))"
                );
            });
        });
        modelBuilder.Entity<InspectionDay>().HasKey(d => new { d.CountyNo, d.InspectionId });
    }

    private static void PersonalData(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<OwnPageCode>(table =>
        {
            table.HasKey(c => new { c.CountyNo, c.CodeId });
            table.HasIndex(c => new { c.CountyNo, c.Hash }).IsUnique();
            table.HasIndex(c => new { c.CountyNo, c.PersonId });
            table.HasOne<Person>().WithMany().HasForeignKey(c => new { c.CountyNo, c.PersonId });
        });
        modelBuilder.Entity<OwnRequest>(table =>
        {
            table.HasKey(r => new { r.CountyNo, r.RequestId });
            table.HasIndex(r => new
            {
                r.CountyNo,
                r.Standing,
                r.VillageNo,
            });
            table.HasIndex(r => new { r.CountyNo, r.PersonId });
            table.HasOne<Person>().WithMany().HasForeignKey(r => new { r.CountyNo, r.PersonId });
            table.Property(r => r.Version).IsConcurrencyToken();
            table.ToTable(t =>
                t.HasCheckConstraint("ck_own_requests_standing", "standing IN ('open', 'granted', 'refused')")
            );
        });
        modelBuilder.Entity<RetentionEnding>(table =>
        {
            table.HasKey(e => new { e.CountyNo, e.PersonId });
            table.HasOne<Person>().WithMany().HasForeignKey(e => new { e.CountyNo, e.PersonId });
            table.Property(e => e.Version).IsConcurrencyToken();
            // Nobody ends anybody's data alone, whatever the program does.
            table.ToTable(t =>
                t.HasCheckConstraint(
                    "ck_retention_endings_confirmed_by_another",
                    "(confirmed_by_id IS NULL) = (ended_on IS NULL) AND (confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id)"
                )
            );
        });
    }
}
