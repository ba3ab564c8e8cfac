using Certus.Store.Rows;
using Microsoft.EntityFrameworkCore;

namespace Certus.Store;

/// <summary>The tables, for the schema's migrations and for queries nobody waits for.</summary>
/// <remarks>
/// Only column types that SQLite and PostgreSQL share: instants are UTC ticks, money would be minor units. Every row that a learner owns has the
/// learner first in its key, so that the tables can be sharded on it. Writing goes through <see cref="EventLog"/> and <see cref="Sittings"/>.
/// </remarks>
public sealed class CertusDb(DbContextOptions<CertusDb> options) : DbContext(options)
{
    /// <summary>The answer log.</summary>
    public DbSet<EventRow> Events => Set<EventRow>();

    /// <summary>How sittings began.</summary>
    public DbSet<SittingRow> Sittings => Set<SittingRow>();

    /// <summary>Bodies of the question versions that were shown.</summary>
    public DbSet<BodyRow> Bodies => Set<BodyRow>();

    /// <summary>Reports about questions.</summary>
    public DbSet<ReportRow> Reports => Set<ReportRow>();

    /// <summary>Preferences.</summary>
    public DbSet<PreferenceRow> Preferences => Set<PreferenceRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.Entity<EventRow>(row =>
        {
            row.ToTable("events");
            row.HasKey(e => new { e.LearnerId, e.StreamId, e.Sequence });
            row.HasIndex(e => new { e.LearnerId, e.StreamId, e.EventId }).IsUnique();
            row.HasIndex(e => new { e.LearnerId, e.Kind, e.ItemId, e.AtTicks });
            row.Property(e => e.Sequence).ValueGeneratedNever();
        });
        modelBuilder.Entity<SittingRow>(row =>
        {
            row.ToTable("sittings");
            row.HasKey(s => new { s.LearnerId, s.Id });
            row.HasIndex(s => new { s.LearnerId, s.StartedAt });
        });
        modelBuilder.Entity<BodyRow>(row =>
        {
            row.ToTable("bodies");
            row.HasKey(b => b.Version);
        });
        modelBuilder.Entity<ReportRow>(row =>
        {
            row.ToTable("reports");
            row.HasKey(r => new { r.LearnerId, r.Id });
        });
        modelBuilder.Entity<PreferenceRow>(row =>
        {
            row.ToTable("preferences");
            row.HasKey(p => new { p.LearnerId, p.Name });
        });
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
