namespace PyExt.Wheel;

/// <summary>The "did you mean" of a misspelt word.</summary>
public static class Spelling
{
    private const int MaximumDistance = 4;

    /// <summary>Finds the word that was probably meant.</summary>
    /// <param name="value">What was written.</param>
    /// <param name="candidates">The words that exist.</param>
    /// <returns><c>" (did you mean X?)"</c>, or nothing when no word is near.</returns>
    public static string Suggestion(string value, IEnumerable<string> candidates)
    {
        (string Candidate, int Distance) best = candidates
            .Select(candidate => (candidate, Distance(value.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .MinBy(pair => pair.Item2);
        // A value that shares nothing with its candidate is still "near" when both are short.
        return best.Candidate is not null && best.Distance <= MaximumDistance && best.Distance < best.Candidate.Length / 2 + 1 ? $" (did you mean {best.Candidate}?)" : "";
    }

    /// <summary>The Levenshtein distance, one row at a time.</summary>
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
