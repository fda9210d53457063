namespace Taihang.Core.Common;

/// <summary>How far long work has come. <paramref name="Total"/> is 0 while it is not known.</summary>
public readonly record struct Step(Words What, long Done, long Total);
