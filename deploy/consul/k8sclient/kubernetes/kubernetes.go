// Package kubernetes stands in for k8s.io/client-go in our build of Consul, which wants it for one kind of login
// (tokens of Kubernetes service accounts) that the shop has no use for. It refuses every call.
package kubernetes

import (
	"errors"

	authv1 "k8s.io/client-go/kubernetes/typed/authentication/v1"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
)

// Clientset has what Consul asks of it.
type Clientset struct {
	corev1.ServiceAccountsGetter
	authv1.TokenReviewsGetter
}

// NewForConfig refuses.
func NewForConfig(*rest.Config) (*Clientset, error) {
	return nil, errors.New("this build of Consul has no Kubernetes logins")
}

// CoreV1 is never reached.
func (c *Clientset) CoreV1() corev1.ServiceAccountsGetter { return c }

// AuthenticationV1 is never reached.
func (c *Clientset) AuthenticationV1() authv1.TokenReviewsGetter { return c }
