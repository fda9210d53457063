using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Taihang.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class First : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    login = table.Column<string>(type: "TEXT", nullable: false),
                    password_hash = table.Column<string>(type: "TEXT", nullable: false),
                    display_name = table.Column<string>(type: "TEXT", nullable: false),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    region_no = table.Column<int>(type: "INTEGER", nullable: true),
                    demo = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => new { x.county_no, x.account_id });
                });

            migrationBuilder.CreateTable(
                name: "acts",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    actor_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at_unix_ms = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    basis = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_acts", x => new { x.county_no, x.act_id });
                });

            migrationBuilder.CreateTable(
                name: "area_members",
                columns: table => new
                {
                    area_id = table.Column<string>(type: "TEXT", nullable: false),
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    region_no = table.Column<int>(type: "INTEGER", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    area_name_zh = table.Column<string>(type: "TEXT", nullable: false),
                    area_name_en = table.Column<string>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_area_members", x => new { x.county_no, x.area_id, x.region_no, x.valid_from });
                });

            migrationBuilder.CreateTable(
                name: "area_parameters",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    area_parameter_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", nullable: false),
                    parameter = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    document = table.Column<string>(type: "TEXT", nullable: false),
                    fictitious = table.Column<bool>(type: "INTEGER", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_area_parameters", x => new { x.county_no, x.area_parameter_id });
                });

            migrationBuilder.CreateTable(
                name: "audit_leaves",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    salt = table.Column<byte[]>(type: "BLOB", nullable: false),
                    commitment = table.Column<byte[]>(type: "BLOB", nullable: false),
                    chain = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_leaves", x => new { x.county_no, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "blind_indexes",
                columns: table => new
                {
                    index = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_blind_indexes", x => new { x.index, x.kind, x.county_no, x.person_id });
                });

            migrationBuilder.CreateTable(
                name: "dispatch_rounds",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    round_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    as_of = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    weights = table.Column<string>(type: "TEXT", nullable: false),
                    cost_bp = table.Column<long>(type: "INTEGER", nullable: false),
                    villages = table.Column<int>(type: "INTEGER", nullable: false),
                    filled = table.Column<int>(type: "INTEGER", nullable: false),
                    certificate_hash = table.Column<string>(type: "TEXT", nullable: false),
                    certificate = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispatch_rounds", x => new { x.county_no, x.round_id });
                });

            migrationBuilder.CreateTable(
                name: "identification_runs",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    pack = table.Column<string>(type: "TEXT", nullable: false),
                    method = table.Column<string>(type: "TEXT", nullable: false),
                    pack_hash = table.Column<string>(type: "TEXT", nullable: false),
                    parameter_hash = table.Column<string>(type: "TEXT", nullable: false),
                    snapshot_hash = table.Column<string>(type: "TEXT", nullable: false),
                    engine_version = table.Column<string>(type: "TEXT", nullable: false),
                    as_of = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    households = table.Column<int>(type: "INTEGER", nullable: false),
                    persons = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identification_runs", x => new { x.county_no, x.run_id });
                });

            migrationBuilder.CreateTable(
                name: "imported_files",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<string>(type: "TEXT", nullable: false),
                    observed_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_files", x => new { x.county_no, x.content_hash });
                });

            migrationBuilder.CreateTable(
                name: "regions",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    region_no = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    name_latin = table.Column<string>(type: "TEXT", nullable: true),
                    level = table.Column<string>(type: "TEXT", nullable: false),
                    parent_no = table.Column<int>(type: "INTEGER", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    successors = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_regions", x => new { x.county_no, x.region_no });
                });

            migrationBuilder.CreateTable(
                name: "sending_units",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    level = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sending_units", x => new { x.county_no, x.unit_id });
                });

            migrationBuilder.CreateTable(
                name: "villages",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    village_no = table.Column<int>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_villages", x => new { x.county_no, x.village_no });
                });

            migrationBuilder.CreateTable(
                name: "observations",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    observation_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    subject_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    subject_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", nullable: false),
                    observed_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    act_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    document = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_observations", x => new { x.county_no, x.observation_id });
                    table.ForeignKey(
                        name: "fk_observations_acts_county_no_act_id",
                        columns: x => new { x.county_no, x.act_id },
                        principalTable: "acts",
                        principalColumns: new[] { "county_no", "act_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "identification_results",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    village_no = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", nullable: false),
                    counted = table.Column<bool>(type: "INTEGER", nullable: false),
                    persons = table.Column<int>(type: "INTEGER", nullable: false),
                    score = table.Column<long>(type: "INTEGER", nullable: false),
                    mask = table.Column<long>(type: "INTEGER", nullable: false),
                    unknown_mask = table.Column<long>(type: "INTEGER", nullable: false),
                    line_fen = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identification_results", x => new { x.county_no, x.run_id, x.household_id });
                    table.ForeignKey(
                        name: "fk_identification_results_identification_runs_county_no_run_id",
                        columns: x => new { x.county_no, x.run_id },
                        principalTable: "identification_runs",
                        principalColumns: new[] { "county_no", "run_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "cadres",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    cadre_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    unit_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    skills = table.Column<string>(type: "TEXT", nullable: false),
                    home_region_no = table.Column<int>(type: "INTEGER", nullable: false),
                    seniority = table.Column<int>(type: "INTEGER", nullable: false),
                    eligible = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cadres", x => new { x.county_no, x.cadre_id });
                    table.ForeignKey(
                        name: "fk_cadres_sending_units_county_no_unit_id",
                        columns: x => new { x.county_no, x.unit_id },
                        principalTable: "sending_units",
                        principalColumns: new[] { "county_no", "unit_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "households",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    village_no = table.Column<int>(type: "INTEGER", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    head_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    registered_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_households", x => new { x.county_no, x.household_id });
                    table.ForeignKey(
                        name: "fk_households_villages_county_no_village_no",
                        columns: x => new { x.county_no, x.village_no },
                        principalTable: "villages",
                        principalColumns: new[] { "county_no", "village_no" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "postings",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    posting_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    round_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    village_no = table.Column<int>(type: "INTEGER", nullable: false),
                    cadre_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    fit_bp = table.Column<int>(type: "INTEGER", nullable: false),
                    from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postings", x => new { x.county_no, x.posting_id });
                    table.ForeignKey(
                        name: "fk_postings_cadres_county_no_cadre_id",
                        columns: x => new { x.county_no, x.cadre_id },
                        principalTable: "cadres",
                        principalColumns: new[] { "county_no", "cadre_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_postings_dispatch_rounds_county_no_round_id",
                        columns: x => new { x.county_no, x.round_id },
                        principalTable: "dispatch_rounds",
                        principalColumns: new[] { "county_no", "round_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "persons",
                columns: table => new
                {
                    county_no = table.Column<int>(type: "INTEGER", nullable: false),
                    person_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    household_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    relation = table.Column<string>(type: "TEXT", nullable: false),
                    wrapped_key = table.Column<byte[]>(type: "BLOB", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "BLOB", nullable: true),
                    joined_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    left_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    previous_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_persons", x => new { x.county_no, x.person_id });
                    table.ForeignKey(
                        name: "fk_persons_households_county_no_household_id",
                        columns: x => new { x.county_no, x.household_id },
                        principalTable: "households",
                        principalColumns: new[] { "county_no", "household_id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_login",
                table: "accounts",
                column: "login",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_area_parameters_county_no_pack_parameter_valid_from",
                table: "area_parameters",
                columns: new[] { "county_no", "pack", "parameter", "valid_from" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_leaves_county_no_act_id",
                table: "audit_leaves",
                columns: new[] { "county_no", "act_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_blind_indexes_index",
                table: "blind_indexes",
                column: "index",
                unique: true,
                filter: "kind = 1");

            migrationBuilder.CreateIndex(
                name: "ix_cadres_county_no_unit_id",
                table: "cadres",
                columns: new[] { "county_no", "unit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_households_county_no_number",
                table: "households",
                columns: new[] { "county_no", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_households_county_no_village_no",
                table: "households",
                columns: new[] { "county_no", "village_no" });

            migrationBuilder.CreateIndex(
                name: "ix_identification_results_county_no_run_id_village_no",
                table: "identification_results",
                columns: new[] { "county_no", "run_id", "village_no" });

            migrationBuilder.CreateIndex(
                name: "ix_identification_runs_county_no_pack_method_as_of",
                table: "identification_runs",
                columns: new[] { "county_no", "pack", "method", "as_of" });

            migrationBuilder.CreateIndex(
                name: "ix_observations_county_no_act_id",
                table: "observations",
                columns: new[] { "county_no", "act_id" });

            migrationBuilder.CreateIndex(
                name: "ix_observations_county_no_subject_id_observed_on",
                table: "observations",
                columns: new[] { "county_no", "subject_id", "observed_on" });

            migrationBuilder.CreateIndex(
                name: "ix_persons_county_no_household_id",
                table: "persons",
                columns: new[] { "county_no", "household_id" });

            migrationBuilder.CreateIndex(
                name: "ix_postings_county_no_cadre_id",
                table: "postings",
                columns: new[] { "county_no", "cadre_id" });

            migrationBuilder.CreateIndex(
                name: "ix_postings_county_no_round_id",
                table: "postings",
                columns: new[] { "county_no", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_postings_county_no_village_no",
                table: "postings",
                columns: new[] { "county_no", "village_no" });

            migrationBuilder.CreateIndex(
                name: "ix_regions_code",
                table: "regions",
                column: "code");

            migrationBuilder.CreateIndex(
                name: "ix_regions_parent_no",
                table: "regions",
                column: "parent_no");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "area_members");

            migrationBuilder.DropTable(
                name: "area_parameters");

            migrationBuilder.DropTable(
                name: "audit_leaves");

            migrationBuilder.DropTable(
                name: "blind_indexes");

            migrationBuilder.DropTable(
                name: "identification_results");

            migrationBuilder.DropTable(
                name: "imported_files");

            migrationBuilder.DropTable(
                name: "observations");

            migrationBuilder.DropTable(
                name: "persons");

            migrationBuilder.DropTable(
                name: "postings");

            migrationBuilder.DropTable(
                name: "regions");

            migrationBuilder.DropTable(
                name: "identification_runs");

            migrationBuilder.DropTable(
                name: "acts");

            migrationBuilder.DropTable(
                name: "households");

            migrationBuilder.DropTable(
                name: "cadres");

            migrationBuilder.DropTable(
                name: "dispatch_rounds");

            migrationBuilder.DropTable(
                name: "villages");

            migrationBuilder.DropTable(
                name: "sending_units");
        }
    }
}
