using Certus.Practice;

namespace Certus.Content;

/// <summary>A question that was read, with the lines that later complaints point at.</summary>
/// <param name="Question">The question.</param>
/// <param name="Complaints">Its file's complaints.</param>
/// <param name="IdLine">Where its id stands.</param>
/// <param name="StemLine">Where its stem stands.</param>
/// <param name="OptionLines">Where its options stand.</param>
/// <param name="PrincipleLine">Where its principle stands.</param>
/// <param name="EnemyLines">Where each of its enemies stands; none but for the first question of a case.</param>
internal sealed record QuestionDraft(Question Question, Complaints Complaints, int IdLine, int StemLine, IReadOnlyList<int> OptionLines, int PrincipleLine, IReadOnlyList<int> EnemyLines);
