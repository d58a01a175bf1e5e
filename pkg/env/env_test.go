package env

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type inner struct {
	Password string `env:"PASSWORD_FILE,file" doc:"file with the password" secret:"true"`
}

type config struct {
	Inner inner
	TTL   time.Duration `env:"TTL" envDefault:"30m" doc:"how long"`
	Addrs []string      `env:"ADDRS" envDefault:"a:1,b:2" doc:"where"`
}

func TestLoad(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(file, []byte("s3cret\n"), 0o600))
	var c config
	require.NoError(t, Load(&c, []string{"MALL_TTL=20s", "MALL_PASSWORD_FILE=" + file}))
	require.Equal(t, 20*time.Second, c.TTL)
	require.Equal(t, []string{"a:1", "b:2"}, c.Addrs)
	require.Equal(t, "s3cret\n", c.Inner.Password)
}

func TestMistakesAreReportedTogether(t *testing.T) {
	var c config
	err := Load(&c, []string{"MALL_TTL=soon", "MALL_PASSWORD_FILE=/does/not/exist"})
	require.ErrorContains(t, err, "TTL")
	require.ErrorContains(t, err, "/does/not/exist")
}

func TestTable(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, Settings(&config{})))
	require.Equal(t, "| `MALL_PASSWORD_FILE` | – | file with the password |\n| `MALL_TTL` | `30m` | how long |\n| `MALL_ADDRS` | `a:1,b:2` | where |\n", b.String())
}
