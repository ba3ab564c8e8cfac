namespace Certus.Lab.Glue.Crawling;

/// <summary>The crawl can't go on; the message is what its LastCrawl says.</summary>
internal sealed class CrawlFailedException(string reason) : Exception(reason);
