using PyExt.Generators.Reading;

namespace PyExt.Generators.Tests.Reading;

public sealed class PythonNamesTests
{
    [Theory]
    [InlineData("Add", "add")]
    [InlineData("ToHtml", "to_html")]
    [InlineData("HTTPServer", "http_server")]
    [InlineData("SimpleHTTPServer", "simple_http_server")]
    [InlineData("HTML", "html")]
    [InlineData("ToHTML", "to_html")]
    [InlineData("X", "x")]
    [InlineData("XY", "xy")]
    [InlineData("XPosition", "x_position")]
    [InlineData("GetX", "get_x")]
    [InlineData("getURL2", "get_url2")]
    [InlineData("Utf8Text", "utf8_text")]
    [InlineData("Point3D", "point3_d")]
    [InlineData("firstNumber", "first_number")]
    [InlineData("already_snake", "already_snake")]
    [InlineData("Already_Snake", "already_snake")]
    [InlineData("_private", "_private")]
    [InlineData("_Private", "_private")]
    [InlineData("ÄnderungsDatum", "änderungs_datum")]
    [InlineData("Class", "class_")]
    [InlineData("Lambda", "lambda_")]
    [InlineData("From", "from_")]
    [InlineData("None", "none")]
    [InlineData("Match", "match")]
    [InlineData("Type", "type")]
    [InlineData("Print", "print")]
    public void Snake_case(string name, string expected) => Assert.Equal(expected, PythonNames.SnakeCase(name));

    [Theory]
    [InlineData("MaxSize", "MAX_SIZE")]
    [InlineData("HTTPPort", "HTTP_PORT")]
    [InlineData("Pi", "PI")]
    [InlineData("MAX_SIZE", "MAX_SIZE")]
    [InlineData("Lambda", "LAMBDA")]
    public void Upper_case(string name, string expected) => Assert.Equal(expected, PythonNames.UpperCase(name));

    [Theory]
    [InlineData("a", true)]
    [InlineData("_", true)]
    [InlineData("größe", true)]
    [InlineData("a1", true)]
    [InlineData("match", true)]
    [InlineData("", false)]
    [InlineData("1a", false)]
    [InlineData("a-b", false)]
    [InlineData("a b", false)]
    [InlineData("a.b", false)]
    [InlineData("class", false)]
    [InlineData("None", false)]
    [InlineData("async", false)]
    public void Identifiers(string name, bool expected) => Assert.Equal(expected, PythonNames.IsIdentifier(name));
}
