using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Taihang.Modules.Store;

/// <summary>
/// A file put in the place of another stands after a power cut only once its folder is on disk too (POSIX <c>fsync(2)</c>, Notes). .NET
/// opens no folders, so the folder is opened by the C library; Windows writes its folders through a journal of its own.
/// </summary>
public static class FolderSync
{
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The folder could not be opened or written through.</exception>
    public static void Run(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var opened = new SafeFileHandle(Open(folder, ReadOnly), ownsHandle: true);
        if (opened.IsInvalid || Fsync(opened) != 0)
            throw new IOException($"{folder}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(SafeFileHandle file);
}
