#!/usr/bin/env -S dotnet run
// The one build program: `dotnet run build.cs help` tells what it does. The code is in build/PyExt.Build.
#:project build/PyExt.Build/PyExt.Build.csproj
#:property PublishAot=false

return PyExt.Build.BuildProgram.Run(args);
