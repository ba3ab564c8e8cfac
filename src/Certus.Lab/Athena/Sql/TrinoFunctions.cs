namespace Certus.Lab.Athena.Sql;

/// <summary>The functions of Trino's that DuckDB has too, those that it has by other names, and those that are made of others.</summary>
/// <remarks>What is in none of the lists is refused by its name: DuckDB's own functions, such as those that read files, are not Athena's.</remarks>
internal static class TrinoFunctions
{
    /// <summary>Alike in both, or made alike by a macro.</summary>
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        // made of others below
        "regexp_extract", "regexp_replace", "regexp_like", "date_add", "date_diff", "date", "date_format", "date_parse", "from_unixtime", "to_unixtime", "element_at", "cardinality", "concat",
        "json_extract_scalar", "json_parse", "json_format", "json_size", "greatest", "least", "slice", "array_join", "map_agg", "replace", "sequence", "from_iso8601_timestamp", "from_iso8601_date", "day_of_week", "dow", "typeof",
        "to_iso8601", "date_trunc", "map_keys", "map_values", "split_part",
        // alike
        "count", "sum", "avg", "min", "max", "count_if", "bool_and", "bool_or", "any_value", "array_agg", "max_by", "min_by", "histogram", "corr", "covar_pop", "covar_samp", "regr_slope", "regr_intercept",
        "stddev", "stddev_pop", "stddev_samp", "variance", "var_pop", "var_samp", "skewness", "kurtosis",
        "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value", "last_value", "nth_value", "grouping",
        "coalesce", "nullif", "if", "try", "cast", "try_cast", "row", "unnest", "values",
        "abs", "ceil", "ceiling", "floor", "round", "sqrt", "cbrt", "exp", "ln", "log2", "log10", "power", "pow", "mod", "sign", "pi", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "degrees", "radians", "is_nan", "random",
        "length", "lower", "upper", "trim", "ltrim", "rtrim", "lpad", "rpad", "reverse", "strpos", "position", "substr", "substring", "starts_with", "chr", "split",
        "year", "quarter", "month", "week", "day", "hour", "minute", "second", "millisecond", "last_day_of_month", "now", "extract", "year_of_week", "yow", "current_timestamp",
        "json_extract", "json_array_length", "contains", "array_distinct", "array_max", "array_min", "array_sort", "array_position", "array_intersect", "flatten", "filter", "transform", "map", "regexp_extract_all", "uuid", "bit_count", "exists",
    };

    /// <summary>Of another name in DuckDB.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["approx_distinct"] = "approx_count_distinct", ["approx_percentile"] = "approx_quantile", ["arbitrary"] = "any_value", ["every"] = "bool_and", ["truncate"] = "trunc", ["rand"] = "random", ["codepoint"] = "unicode",
        ["levenshtein_distance"] = "levenshtein", ["hamming_distance"] = "hamming", ["day_of_month"] = "day", ["day_of_year"] = "dayofyear", ["doy"] = "dayofyear", ["week_of_year"] = "week", ["regexp_split"] = "string_split_regex",
        ["bitwise_and"] = "trino_and", ["bitwise_or"] = "trino_or", ["is_nan"] = "isnan", ["filter"] = "list_filter", ["transform"] = "list_transform", ["array_max"] = "list_max", ["array_min"] = "list_min", ["array_sort"] = "list_sort",
        ["array_position"] = "trino_position", ["array_intersect"] = "list_intersect", ["array_distinct"] = "list_distinct", ["year_of_week"] = "isoyear", ["yow"] = "isoyear", ["last_day_of_month"] = "last_day",
    };

    /// <summary>DuckDB's name of a function; null where Trino has none of this name or the sandbox has not built it.</summary>
    public static string? Find(string name) => Renamed.GetValueOrDefault(name) ?? (Known.Contains(name) ? name.ToLowerInvariant() : null);

    /// <summary>What a fresh engine is told before it sees a query.</summary>
    public static IReadOnlyList<string> Macros { get; } =
    [
        "create macro regexp_like(s, p) as regexp_matches(s, p)",
        "create macro regexp_extract(s, p) as case when regexp_matches(s, p) then system.main.regexp_extract(s, p) end, (s, p, g) as case when regexp_matches(s, p) then system.main.regexp_extract(s, p, g) end",
        """create macro regexp_replace(s, p) as system.main.regexp_replace(s, p, '', 'g'), (s, p, r) as system.main.regexp_replace(s, p, system.main.regexp_replace(r, '\$(\d)', '\\\1', 'g'), 'g')""",
        "create macro date(x) as cast(x as date)",
        """
        create macro date_add(u, n, d date) as cast(d + (case lower(u) when 'day' then to_days(cast(n as integer)) when 'week' then to_days(cast(7 * n as integer)) when 'month' then to_months(cast(n as integer)) when 'quarter' then to_months(cast(3 * n as integer)) when 'year' then to_years(cast(n as integer)) else error('INVALID_FUNCTION_ARGUMENT: ' || u || ' is not a unit of a date') end) as date),
            (u, n, d timestamp) as d + (case lower(u) when 'millisecond' then to_milliseconds(n) when 'second' then to_seconds(n) when 'minute' then to_minutes(cast(n as bigint)) when 'hour' then to_hours(cast(n as bigint)) when 'day' then to_days(cast(n as integer)) when 'week' then to_days(cast(7 * n as integer)) when 'month' then to_months(cast(n as integer)) when 'quarter' then to_months(cast(3 * n as integer)) when 'year' then to_years(cast(n as integer)) else error('INVALID_FUNCTION_ARGUMENT: ' || u || ' is not a unit of time') end)
        """,
        "create macro date_diff(u, a, b) as system.main.date_sub(u, a, b)",
        "create macro date_trunc(u, x date) as cast(system.main.date_trunc(u, x) as date), (u, x timestamp) as system.main.date_trunc(u, x), (u, x timestamptz) as system.main.date_trunc(u, x)",
        "create macro from_unixtime(x) as to_timestamp(x)",
        "create macro to_unixtime(x) as epoch(x)",
        "create macro from_iso8601_timestamp(x) as cast(x as timestamptz)",
        "create macro from_iso8601_date(x) as cast(x as date)",
        "create macro to_iso8601(x date) as strftime(x, '%Y-%m-%d'), (x timestamp) as strftime(x, '%Y-%m-%dT%H:%M:%S.%g')",
        "create macro element_at(x, k) as x[k]",
        "create macro cardinality(x) as case when x is null then null else json_array_length(case when json_type(to_json(x)) = 'OBJECT' then to_json(json_keys(to_json(x))) else to_json(x) end) end",
        "create macro concat(a, b) as a || b, (a, b, c) as a || b || c, (a, b, c, d) as a || b || c || d, (a, b, c, d, e) as a || b || c || d || e, (a, b, c, d, e, f) as a || b || c || d || e || f",
        "create macro json_extract_scalar(j, p) as case when json_type(j, p) in ('OBJECT', 'ARRAY') then null else json_extract_string(j, p) end",
        "create macro json_parse(x) as cast(x as json)",
        "create macro json_format(x) as cast(x as varchar)",
        "create macro json_size(j, p) as case json_type(j, p) when 'OBJECT' then len(json_keys(j, p)) when 'ARRAY' then json_array_length(j, p) else 0 end",
        "create macro greatest(a, b) as case when a is null or b is null then null else system.main.greatest(a, b) end, (a, b, c) as case when a is null or b is null or c is null then null else system.main.greatest(a, b, c) end",
        "create macro least(a, b) as case when a is null or b is null then null else system.main.least(a, b) end, (a, b, c) as case when a is null or b is null or c is null then null else system.main.least(a, b, c) end",
        "create macro slice(x, i, n) as list_slice(x, case when i < 0 then len(x) + i + 1 else i end, case when i < 0 then len(x) + i else i - 1 end + n)",
        "create macro array_join(x, d) as array_to_string(x, d), (x, d, n) as array_to_string(list_transform(x, lambda e: coalesce(cast(e as varchar), n)), d)",
        "create macro map_agg(k, v) as map(list(k), list(v))",
        "create macro replace(s, x) as system.main.replace(s, x, ''), (s, x, y) as system.main.replace(s, x, y)",
        "create macro sequence(a, b) as generate_series(a, b), (a, b, s) as generate_series(a, b, s)",
        "create macro day_of_week(x) as isodow(x)",
        "create macro dow(x) as isodow(x)",
        "create macro trino_position(x, e) as coalesce(list_position(x, e), 0)",
        "create macro trino_and(a, b) as a & b",
        "create macro trino_or(a, b) as a | b",
        "create macro split_part(s, d, n) as nullif(system.main.split_part(s, d, n), case when n > len(string_split(s, d)) then '' end)",
    ];
}
