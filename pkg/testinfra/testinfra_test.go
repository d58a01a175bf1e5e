package testinfra

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	amqp "github.com/rabbitmq/amqp091-go"
	"github.com/stretchr/testify/require"
)

func TestRootHasTheModule(t *testing.T) {
	_, err := os.Stat(filepath.Join(Root(t), "pkg", "testinfra"))
	require.NoError(t, err)
}

func TestALineOfTheFileIsFound(t *testing.T) {
	v, ok := lookup("A=1\nMALL_TEST_X=amqp://u:p@h/?a=b\n", "MALL_TEST_X")
	require.True(t, ok)
	require.Equal(t, "amqp://u:p@h/?a=b", v)
	_, ok = lookup("A=1\n", "B")
	require.False(t, ok)
}

func TestAVirtualHostOfOnesOwn(t *testing.T) {
	var gone string
	t.Run("while the test runs", func(t *testing.T) {
		gone = RabbitMQ(t)
		conn, err := amqp.Dial(gone)
		require.NoError(t, err)
		require.NoError(t, conn.Close())
	})
	_, err := amqp.Dial(gone)
	require.Error(t, err, "the virtual host outlived its test")
}

func TestTheOtherServersAnswer(t *testing.T) {
	addr, a := Redis(t)
	_, b := Redis(t)
	require.NotEqual(t, a, b)
	conn, err := net.Dial("tcp", addr)
	require.NoError(t, err)
	require.NoError(t, conn.Close())
	res, err := http.Get("http://" + Consul(t) + "/v1/status/leader")
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, http.StatusOK, res.StatusCode)
	require.Contains(t, MariaDBDSN(t), "@tcp(")
}
