# What Airbyte runs in a connector's container on Kubernetes, as `sh -c` of this
# text: the connector in the background, a watch for the file TERMINATED, and
# the exit code in a file. Re-created from the behaviour of airbyte-platform's
# ContainerCommandFactory. OPERATION and REDIRECTION are filled in by it.
if [ -z "$AIRBYTE_ENTRYPOINT" ]; then
  echo "Entrypoint was not set! AIRBYTE_ENTRYPOINT must be set in the container."
  exit 127
fi
echo "Using AIRBYTE_ENTRYPOINT: $AIRBYTE_ENTRYPOINT"

(eval "$AIRBYTE_ENTRYPOINT OPERATION" REDIRECTION) &
CHILD_PID=$!

(
  while true; do
    if [ -f TERMINATED ]; then
      kill $CHILD_PID
      exit 0
    fi
    sleep SECONDS_BETWEEN_LOOKS
  done
) &

wait $CHILD_PID
EXIT_CODE=$?
echo $EXIT_CODE > TEMP_EXIT_CODE.txt
mv TEMP_EXIT_CODE.txt exitCode.txt
exit $EXIT_CODE
