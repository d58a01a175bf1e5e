package supervisor

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAnswersAreRead(t *testing.T) {
	v, err := decodeAnswer(strings.NewReader(`<?xml version='1.0'?><methodResponse><params><param><value><array><data>
<value><struct><member><name>name</name><value><string>order</string></value></member>
<member><name>pid</name><value><int>42</int></value></member><member><name>ok</name><value><boolean>1</boolean></value></member>
<member><name>list</name><value><array><data><value><string>a</string></value><value>b</value></data></array></value></member>
</struct></value></data></array></value></param></params></methodResponse>`))
	require.NoError(t, err)
	require.Equal(t, []any{map[string]any{"name": "order", "pid": 42, "ok": true, "list": []any{"a", "b"}}}, v)
}

func TestFaultsAreErrors(t *testing.T) {
	_, err := decodeAnswer(strings.NewReader(`<methodResponse><fault><value><struct>
<member><name>faultCode</name><value><int>60</int></value></member>
<member><name>faultString</name><value><string>ALREADY_STARTED: x</string></value></member></struct></value></fault></methodResponse>`))
	require.EqualError(t, err, "supervisor: ALREADY_STARTED: x")
	require.True(t, isFault(err, faultAlreadyStarted))
	require.False(t, isFault(err, faultBadName))
}

func TestCallsAreEscaped(t *testing.T) {
	s, err := encodeCall("m", "a<b", true)
	require.NoError(t, err)
	require.Contains(t, s, "<string>a&lt;b</string>")
	require.Contains(t, s, "<boolean>1</boolean>")
	_, err = encodeCall("m", 1.5)
	require.Error(t, err)
}

func TestProgramsAreRendered(t *testing.T) {
	p := Program{
		Name: "order", Command: []string{"/x/order", "serve"}, Dir: "/x", Log: "/x/order.log", Priority: 20,
		Env: map[string]string{"B": `{"a":1}`, "A": "50%"}, StopWait: 30 * time.Second,
	}
	s, err := Render([]Program{p})
	require.NoError(t, err)
	require.Contains(t, s, "[program:order]\n")
	require.Contains(t, s, `command="/x/order" "serve"`)
	require.Contains(t, s, `environment=A="50%%",B='{"a":1}'`)
	require.Contains(t, s, "stopwaitsecs=30\n")
	p.Env["C"] = `"'`
	_, err = Render([]Program{p})
	require.ErrorContains(t, err, "order: C:")
}
