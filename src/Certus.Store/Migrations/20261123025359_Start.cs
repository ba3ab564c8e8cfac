using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certus.Store.Migrations
{
    /// <inheritdoc />
    public partial class Start : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "bodies",
                columns: table => new
                {
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_bodies", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    learner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stream_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sequence = table.Column<int>(type: "INTEGER", nullable: false),
                    event_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at_ticks = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: true),
                    item_id = table.Column<string>(type: "TEXT", nullable: true),
                    item_version = table.Column<string>(type: "TEXT", nullable: true),
                    item_seed = table.Column<long>(type: "INTEGER", nullable: true),
                    option_order = table.Column<string>(type: "TEXT", nullable: true),
                    elapsed_ms = table.Column<long>(type: "INTEGER", nullable: true),
                    context = table.Column<string>(type: "TEXT", nullable: false),
                    first_exposure = table.Column<bool>(type: "INTEGER", nullable: true),
                    payload = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events", x => new { x.learner_id, x.stream_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "preferences",
                columns: table => new
                {
                    learner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    value = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_preferences", x => new { x.learner_id, x.name });
                });

            migrationBuilder.CreateTable(
                name: "reports",
                columns: table => new
                {
                    learner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item_id = table.Column<string>(type: "TEXT", nullable: false),
                    item_version = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    at_ticks = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reports", x => new { x.learner_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "sittings",
                columns: table => new
                {
                    learner_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    exam = table.Column<string>(type: "TEXT", nullable: true),
                    mode = table.Column<string>(type: "TEXT", nullable: false),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    start_json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sittings", x => new { x.learner_id, x.id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_learner_id_kind_item_id_at_ticks",
                table: "events",
                columns: new[] { "learner_id", "kind", "item_id", "at_ticks" });

            migrationBuilder.CreateIndex(
                name: "IX_events_learner_id_stream_id_event_id",
                table: "events",
                columns: new[] { "learner_id", "stream_id", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sittings_learner_id_started_at",
                table: "sittings",
                columns: new[] { "learner_id", "started_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bodies");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "preferences");

            migrationBuilder.DropTable(
                name: "reports");

            migrationBuilder.DropTable(
                name: "sittings");
        }
    }
}
