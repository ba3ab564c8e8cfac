using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Certus.Store;

/// <summary>Makes a <see cref="CertusDb"/> for <c>dotnet ef migrations add</c>; touches no file.</summary>
public sealed class CertusDbFactory : IDesignTimeDbContextFactory<CertusDb>
{
    /// <inheritdoc/>
    public CertusDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<CertusDb>().UseSqlite("Data Source=unused").Options);
}
