using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class HeldToCounties : Migration
    {
        private static readonly string[] Tables =
        [
            "account_duties",
            "accounts",
            "acts",
            "area_members",
            "area_parameters",
            "asked_forms",
            "audit_checkpoints",
            "audit_former_links",
            "audit_leaves",
            "audit_nodes",
            "audit_tips",
            "blind_indexes",
            "cadres",
            "change_decisions",
            "change_requests",
            "dispatch_rounds",
            "duplicate_pairs",
            "form_mappings",
            "households",
            "identification_results",
            "identification_runs",
            "imported_files",
            "lab_trials",
            "observations",
            "persons",
            "postings",
            "procedure_cases",
            "procedure_events",
            "procedure_notice_entries",
            "procedure_notices",
            "procedure_receipts",
            "regions",
            "sending_units",
            "sensitive_reads",
            "villages",
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in Tables)
                migrationBuilder.HoldToCounties(table);
            migrationBuilder.HoldToCounties("access_concerns", alsoSeenBy: "account_county_no");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in Tables)
                migrationBuilder.LetGo(table);
            migrationBuilder.LetGo("access_concerns");
        }
    }
}
