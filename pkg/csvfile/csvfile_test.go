package csvfile

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func parcels() []Column {
	return []Column{{Name: "orderSn", Heads: []string{"订单号"}}, {Name: "company", Heads: []string{"快递公司"}}, {Name: "note", Optional: true}}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, Write(&file, []string{"订单号", "快递公司"}, [][]string{{"260101", "=cmd|'/c calc'!A1"}, {"-3", "a,\"b\"\nc"}}))
	require.Contains(t, file.String(), "'=cmd", "no field is a formula")
	require.Contains(t, file.String(), "\n-3,", "a number stays one")
	rows, err := Read(&file, parcels()...)
	require.NoError(t, err)
	require.Equal(t, "=cmd|'/c calc'!A1", rows[0].Get("company"))
	require.Equal(t, "a,\"b\"\nc", rows[1].Get("company"))
	require.Empty(t, rows[1].Get("note"))
	require.Equal(t, 3, rows[1].Line)
}

func TestNoFieldIsAFormula(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "--5", "-", "＝1+1", "＋1", "－1", "＠SUM(A1)"} {
		var file bytes.Buffer
		require.NoError(t, Write(&file, []string{"a"}, [][]string{{text}}))
		_, field, _ := strings.Cut(file.String(), "a\n")
		require.Equal(t, "'", strings.TrimPrefix(field, `"`)[:1], "%q", text)
	}
	for _, text := range []string{"-3", "-12.30", "0", "中文", "a=b"} {
		require.Equal(t, text, harmless(text))
	}
}

func TestFilesOfSpreadsheets(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("快递公司,备注,ORDERSN\r\n顺丰速运,x, 260101 \r\n,,\r\n")
	require.NoError(t, err)
	rows, err := Read(strings.NewReader(gbk), parcels()...)
	require.NoError(t, err)
	require.Len(t, rows, 1, "empty lines do not count")
	require.Equal(t, "顺丰速运", rows[0].Get("company"))
	require.Equal(t, "260101", rows[0].Get("orderSn"))
}

func TestBadFiles(t *testing.T) {
	_, err := Read(strings.NewReader(""), parcels()...)
	require.ErrorIs(t, err, ErrEmpty)
	_, err = Read(strings.NewReader("orderSn,company\n"), parcels()...)
	require.ErrorIs(t, err, ErrEmpty)
	var column *ColumnError
	_, err = Read(strings.NewReader("orderSn\n1\n"), parcels()...)
	require.ErrorAs(t, err, &column)
	require.Equal(t, "company", column.Column)
	var syntax *SyntaxError
	_, err = Read(strings.NewReader("orderSn,company\n1,\"open\n"), parcels()...)
	require.ErrorAs(t, err, &syntax)
	_, err = Read(strings.NewReader("orderSn,company\n"+strings.Repeat("1,2\n", MostRows+1)), parcels()...)
	require.ErrorIs(t, err, ErrTooMany)
}
