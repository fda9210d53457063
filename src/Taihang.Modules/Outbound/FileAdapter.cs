using Taihang.Core.Procedures;

namespace Taihang.Modules.Outbound;

/// <summary>
/// One file for each message, named by its ID, readable by its owner only: for tests, and for another program that sends what lies there.
/// The file is there whole or not at all, and the same message again replaces it by itself.
/// </summary>
public static class FileAdapter
{
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static Carry Into(string folder) =>
        (message, _) =>
        {
            // Another name for each attempt, so that two senders do not write into one file.
            var half = Path.Combine(folder, $".{message.Id}.{Guid.NewGuid():N}");
            try
            {
                Directory.CreateDirectory(folder);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using (var file = new FileStream(half, options))
                {
                    file.Write(message.ToJson());
                    file.Flush(flushToDisk: true);
                }
                File.Move(half, Path.Combine(folder, $"{message.Id}.json"), overwrite: true);
                return NoticeAnswer.Sent;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return NoticeAnswer.Again;
            }
        };
}
