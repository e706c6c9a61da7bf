#!/usr/bin/env pwsh
# Forwards to the build program: ./build.ps1 wheel
& dotnet run (Join-Path $PSScriptRoot 'build.cs') -- @args
exit $LASTEXITCODE
